"""The terms of signal and gradient along a stack, computed by hand from its flow."""

import math

import pytest
import torch

from resnet_book.probes.block_flow import flow
from resnet_book.probes.block_stack import stack
from resnet_book.probes.gradient_paths import NORM_GAIN, split_terms, stack_terms, two_term_growth


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
