"""The terms along a stack: against autograd, against a second way to compute them, by hand."""

import math

import pytest
import torch
from torch.nn import functional

from resnet_book.models.resnet import cifar_resnet
from resnet_book.probes.gradient_paths import (
    NORM_GAIN,
    flow,
    split_terms,
    stack,
    stack_terms,
    two_term_growth,
)


@pytest.fixture(scope="module")
def batch():
    generator = torch.Generator().manual_seed(0)
    return torch.randn(16, 1, 8, 8, generator=generator), torch.arange(16) % 10


def test_stack_is_what_it_says(batch):
    network = stack(0.9, 3, width=8)
    assert len(network.layer1) == 3
    assert network.stages == ["layer1"]
    for block in network.layer1:
        assert block.downsample.on_x == 0.9
        assert block.downsample.on_branch == 1
        assert block.conv1.weight.shape == block.conv2.weight.shape == (8, 8, 3, 3)
    assert network(batch[0]).shape == (16, 10)


@pytest.mark.parametrize("scale", [0, 0.5, 1, 1.2])
def test_forward_and_backward_sums_add_up(batch, scale):
    network = stack(scale, 5, width=8).double()
    images, labels = batch[0].double(), batch[1]
    found = flow(network, network.layer1, images, labels)
    for block in range(5):
        total = scale ** (5 - block) * found.states[block]
        for i in range(block, 5):
            total = total + scale ** (4 - i) * found.branches[i]
        assert torch.allclose(total, found.states[5], rtol=1e-10, atol=1e-10)


def test_gradients_are_autograds(batch):
    """The same network, run by hand from a state on: autograd's gradient there is the measured."""
    images, labels = batch
    network = stack(0.7, 4, width=8)
    found = flow(network, network.layer1, images, labels)
    for block in (1, 2, 3):  # the first block's leading activation belongs to no state
        state = found.states[block].float().requires_grad_()
        x = state
        for layer in network.layer1[block:]:
            x = layer(x)
        x = network.relu_last(network.bn_last(x)).mean(dim=(2, 3))
        loss = functional.cross_entropy(network.fc(x), labels)
        (gradient,) = torch.autograd.grad(loss, state)
        assert loss.item() == pytest.approx(found.loss, rel=1e-5)
        assert torch.allclose(gradient.double(), found.gradients[block], rtol=1e-3, atol=1e-7)


def test_rows_are_the_norms_of_the_parts(batch):
    images, labels = batch
    network = stack(0.9, 4, seed=3)
    found = flow(network, network.layer1, images, labels)
    terms = stack_terms(0.9, 4, 3, images, labels)
    assert terms.scale == 0.9
    assert terms.seed == 3
    assert terms.blocks == 4
    assert terms.last_signal == pytest.approx(found.states[4].norm().item() / 4)
    assert terms.last_gradient == pytest.approx(found.gradients[4].norm().item() * 4)
    for block, row in enumerate(terms.rows):
        assert row.block == block
        assert row.product == pytest.approx(0.9 ** (4 - block))
        assert row.gradient == pytest.approx(found.gradients[block].norm().item() * 4)
        assert row.direct == pytest.approx(row.product * terms.last_gradient)
        rest = found.gradients[block] - row.product * found.gradients[4]
        assert row.through_branches == pytest.approx(rest.norm().item() * 4)
        assert row.carried == pytest.approx(row.product * row.signal)
        assert row.branch == pytest.approx(found.branches[block].norm().item() / 4)
        branch_sum = found.states[4] - row.product * found.states[block]
        assert row.branch_sum == pytest.approx(branch_sum.norm().item() / 4, rel=1e-5)
        assert row.ratio == pytest.approx(row.direct / row.gradient)


def test_without_branches_the_gradient_is_the_product_exactly(batch):
    network = stack(0.5, 6)
    with torch.no_grad():
        for block in network.layer1:
            block.conv2.weight.zero_()
    terms = split_terms(flow(network, network.layer1, *batch), 0.5, 0)
    for row in terms.rows:
        assert row.gradient == pytest.approx(0.5 ** (6 - row.block) * terms.last_gradient)
        assert row.through_branches == pytest.approx(0, abs=1e-9)
        assert row.branch == row.branch_sum == 0


def test_without_shortcuts_all_comes_through_the_branches(batch):
    terms = stack_terms(0, 3, 0, *batch)
    for row in terms.rows:
        assert row.product == row.direct == row.carried == 0
        assert row.through_branches == row.gradient > 0


def test_norms_do_not_depend_on_how_many_images_were_measured(batch):
    images, labels = batch
    once = stack_terms(0.9, 3, 0, images, labels)
    twice = stack_terms(0.9, 3, 0, images.repeat(2, 1, 1, 1), labels.repeat(2))
    for one, two in zip(once.rows, twice.rows, strict=True):
        for name in ("gradient", "direct", "through_branches", "signal", "branch_sum"):
            assert getattr(two, name) == pytest.approx(getattr(one, name), rel=1e-3)


def test_any_neighbouring_blocks_of_any_network_can_be_measured(batch):
    network = cifar_resnet(20, "none", in_channels=1).eval()
    before = {name: value.clone() for name, value in network.state_dict().items()}
    found = flow(network, network.layer2[1:], *batch)
    assert [x.shape for x in found.states] == [(16, 32, 4, 4)] * 3
    assert torch.equal(found.states[2], found.branches[1])  # no shortcut: the sum is F(x)
    assert not network.training
    assert all(p.grad is None for p in network.parameters())
    assert not any(m._forward_hooks for m in network.modules())
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())


def test_same_seed_same_numbers_and_another_seed_others(batch):
    one, again, other = (stack_terms(1, 2, seed, *batch, width=8) for seed in (0, 0, 1))
    assert one == again
    assert one.rows[0].gradient != other.rows[0].gradient
    assert all(math.isfinite(row.gradient) for row in one.rows)


def test_bad_values_are_named(batch):
    with pytest.raises(ValueError, match="scale -1 is not a finite number of at least 0"):
        stack_terms(-1, 3, 0, *batch)
    with pytest.raises(ValueError, match="blocks 0 is not a whole number of at least 1"):
        stack_terms(1, 0, 0, *batch)
    with pytest.raises(ValueError, match="width 0 is not"):
        stack(1, 1, width=0)
    network = stack(1, 2)
    with pytest.raises(ValueError, match="blocks must be at least one, and all of them in the"):
        flow(network, stack(1, 2).layer1, *batch)
    with pytest.raises(ValueError, match="blocks must be at least one"):
        flow(network, [], *batch)


def test_norm_gain_is_what_normalising_behind_a_relu_does():
    z = torch.randn(400_000, generator=torch.Generator().manual_seed(0)).relu()
    share = (z.mean() ** 2 / (z**2).mean()).item()
    assert 1 / (1 - share) ** 2 == pytest.approx(NORM_GAIN, rel=0.01)


def test_two_term_rule_is_exact_without_branches_and_close_for_a_wide_network(batch):
    network = stack(0.5, 6)
    with torch.no_grad():
        for block in network.layer1:
            block.conv2.weight.zero_()
    terms = split_terms(flow(network, network.layer1, *batch), 0.5, 0)
    assert two_term_growth(terms) == pytest.approx(0.5**6)
    terms = stack_terms(1.0, 9, 0, *batch, width=32)
    measured = terms.rows[0].gradient / terms.last_gradient
    assert 1 / 3 < two_term_growth(terms) / measured < 3
