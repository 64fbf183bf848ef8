"""The gradient of every path: their sum against autograd, their weights, and cut branches."""

import json
from itertools import combinations, product

import pytest
import torch
from torch.nn import functional

from resnet_book.models.network_specs import NetworkSpec
from resnet_book.models.resnet import build
from resnet_book.probes.block_stack import stack
from resnet_book.probes.single_paths import PathNorms, path_gradients

SUBSETS = [cut for k in range(4) for cut in combinations(range(3), k)]


def relative_error(found, expected):
    return ((found - expected).norm() / expected.norm()).item()


@pytest.mark.parametrize("scale", [0, 0.5, 0.9, 1, 1.2])
def test_paths_add_up_to_the_gradient(batch, scale):
    network = stack(scale, 3, width=8)
    found = path_gradients(network, network.layer1, scale, *batch)
    assert set(found.paths) == set(product((False, True), repeat=3))
    assert relative_error(sum(found.paths.values()), found.whole) < 1e-12
    assert found.norms.error < 1e-12
    direct = found.paths[False, False, False]
    assert torch.equal(direct, scale * (scale * (scale * found.end)))
    assert found.norms.paths[False, False, False] == pytest.approx(scale**3, rel=1e-12)


@pytest.mark.parametrize("cut", SUBSETS)
def test_cut_branches_leave_the_gradient_of_the_module_with_zero_weights(batch, cut):
    """Half of the paths die with each cut; the rest is what autograd finds in the cut module."""
    scale = 0.9
    network = stack(scale, 3, width=8)
    found = path_gradients(network, network.layer1, scale, *batch, cut)
    assert len(found.paths) == 2 ** (3 - len(cut))
    assert not any(way[i] for way in found.paths for i in cut)
    assert relative_error(sum(found.paths.values()), found.whole) < 1e-12
    with torch.no_grad():
        for i in cut:
            network.layer1[i].conv2.weight.zero_()
    network.double()
    states = []
    first = network.layer1[0].downsample
    first.register_forward_hook(lambda module, inputs, output: states.append(inputs[0]))
    loss = functional.cross_entropy(network(batch[0].double()), batch[1])
    (expected,) = torch.autograd.grad(loss, states)
    assert relative_error(found.whole, expected) < 1e-12


def test_factor_zero_is_the_plain_network(batch):
    """Same weights, no shortcuts: one path, through all branches; one cut, and nothing arrives."""
    network = stack(0, 3, width=8)
    design = network.spec.design
    plain_design = type(design)(shortcut="none", order=design.order)
    plain = build(NetworkSpec("cifar", 8, (3,), plain_design, 8, 1, 10), 0)
    images, labels = batch
    assert torch.equal(network.train()(images), plain.train()(images))
    found = path_gradients(network, network.layer1, 0, images, labels)
    arrives = [way for way, size in found.norms.paths.items() if size]
    assert arrives == [(True, True, True)]
    assert found.norms.paths[True, True, True] == pytest.approx(found.norms.whole, rel=1e-12)
    for i in range(3):
        cut = path_gradients(network, network.layer1, 0, images, labels, {i})
        assert cut.norms.whole == 0
        assert set(cut.norms.paths.values()) == {0}


def test_network_is_unchanged_and_wrong_blocks_are_refused(batch):
    network = stack(1, 2, width=4).eval()
    before = {name: value.clone() for name, value in network.state_dict().items()}
    path_gradients(network, network.layer1, 1, *batch, {1})
    assert not network.training
    assert not any(m._forward_hooks or m._forward_pre_hooks for m in network.modules())
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())
    with pytest.raises(ValueError, match="cut 2 is not one of the blocks 0 to 1"):
        path_gradients(network, network.layer1, 1, *batch, {2})
    for blocks in (stack(1, 2).layer1, []):
        with pytest.raises(ValueError, match="blocks must be at least one"):
            path_gradients(network, blocks, 1, *batch)


def test_norms_survive_json(batch):
    network = stack(0.9, 3, width=4)
    norms = path_gradients(network, network.layer1, 0.9, *batch, (1,)).norms
    written = norms.plain()
    assert set(written["paths"]) == {"sss", "ssb", "bss", "bsb"}
    assert PathNorms.from_plain(json.loads(json.dumps(written))) == norms
