"""States, branches and gradients of a row of blocks: against autograd and the forward equation."""

import pytest
import torch
from torch.nn import functional

from resnet_book.models.resnet import cifar_resnet
from resnet_book.probes.block_flow import flow
from resnet_book.probes.block_stack import stack


@pytest.mark.parametrize("scale", [0, 0.5, 1, 1.2])
def test_last_state_is_the_sum_of_a_state_and_the_branches_after_it(batch, scale):
    network = stack(scale, 5, width=8).double()
    images, labels = batch[0].double(), batch[1]
    found = flow(network, network.layer1, images, labels)
    for block in range(5):
        total = scale ** (5 - block) * found.states[block]
        for i in range(block, 5):
            total = total + scale ** (4 - i) * found.branches[i]
        assert torch.allclose(total, found.states[5], rtol=1e-10, atol=1e-10)


def test_gradients_are_autograds(batch):
    """Run the rest of the network by hand from each state, and differentiate there."""
    images, labels = batch
    network = stack(0.7, 4, width=8)
    found = flow(network, network.layer1, images, labels)
    for block in (1, 2, 3):  # x_0 follows the first block's leading activation: not its input
        state = found.states[block].float().requires_grad_()
        x = state
        for layer in network.layer1[block:]:
            x = layer(x)
        x = network.relu_last(network.bn_last(x)).mean(dim=(2, 3))
        loss = functional.cross_entropy(network.fc(x), labels)
        (gradient,) = torch.autograd.grad(loss, state)
        assert loss.item() == pytest.approx(found.loss, rel=1e-5)
        assert torch.allclose(gradient.double(), found.gradients[block], rtol=1e-3, atol=1e-7)


def test_any_consecutive_blocks_can_be_measured_and_the_network_is_unchanged(batch):
    network = cifar_resnet(20, "none", in_channels=1).eval()
    before = {name: value.clone() for name, value in network.state_dict().items()}
    found = flow(network, network.layer2[1:], *batch)
    assert [x.shape for x in found.states] == [(16, 32, 4, 4)] * 3
    assert torch.equal(found.states[2], found.branches[1])  # no shortcut: the sum is F(x)
    assert not network.training
    assert all(p.grad is None for p in network.parameters())
    assert not any(m._forward_hooks for m in network.modules())
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())


def test_dropout_shortcuts_draw_the_same_every_time(batch):
    network = cifar_resnet(8, "dropout=0.5", in_channels=1)
    state = torch.get_rng_state()
    one, other = (flow(network, network.layer1, *batch) for _ in range(2))
    assert torch.equal(torch.get_rng_state(), state)
    assert one.loss == other.loss
    assert torch.equal(one.states[-1], other.states[-1])


def test_blocks_that_are_not_in_the_network_are_refused(batch):
    network = stack(1, 2)
    message = "blocks must be at least one, and all of them in the network"
    for blocks in (stack(1, 2).layer1, []):
        with pytest.raises(ValueError, match=message):
            flow(network, blocks, *batch)
