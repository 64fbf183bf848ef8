"""ResNet-B, -C and -D."""

from dataclasses import replace

import pytest
import torch

from resnet_book.models import costs, imagenet_spec, later_design
from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.later_designs import NAMES
from resnet_book.models.network_specs import NetworkSpec
from resnet_book.models.resnet import build
from resnet_book.probes.read_pixels import pixels_read

SMALL = NetworkSpec("imagenet", 14, (1, 1, 1, 1), BlockDesign("bottleneck", "B"), 4, 3)


def test_parameters_and_multiply_adds_of_resnet_50():
    found = {}
    for name in NAMES:
        with torch.device("meta"):
            network = later_design(name, imagenet_spec(50))
        cost = costs(network, (3, 224, 224))
        found[name] = cost.parameters, cost.multiply_adds
    assert [found[name][0] for name in NAMES] == [25_557_032] * 2 + [25_576_264] * 2
    assert found["original"][1] == 3_857_973_248
    assert found["B"][1] == 4_089_184_256
    assert found["C"][1] == found["D"][1]  # averages cost no multiply-adds
    stem = 32 * (9 * 3 + 9 * 32 + 9 * 64)  # weights of three 3×3
    assert found["C"][1] - found["B"][1] == (stem - 64 * 3 * 49) * 112**2


def test_b_is_the_package_s_network():
    spec = replace(SMALL, design=BlockDesign("bottleneck", "B", stride_on="3x3"))
    ours, theirs = later_design("B", SMALL, 1).state_dict(), build(spec, 1).state_dict()
    assert all(torch.equal(ours[name], theirs[name]) for name in theirs)


@pytest.mark.parametrize(("name", "pixels"), [("original", 16), ("B", 16), ("C", 16), ("D", 64)])
def test_only_d_has_a_projection_that_reads_every_pixel(name, pixels):
    block = later_design(name, SMALL).eval().layer2[0]
    zeros = torch.zeros(())
    assert pixels_read(lambda x: block.downsample(x, zeros), 16, 8).sum() == pixels


@pytest.mark.parametrize("side", [64, 75])
def test_every_design_runs_on_even_and_odd_maps(side):
    for name in NAMES:
        assert later_design(name, SMALL)(torch.randn(2, 3, side, side)).shape == (2, 10)


def test_what_cannot_be_changed_is_refused():
    with pytest.raises(ValueError, match="name 'E' is not one of"):
        later_design("E", SMALL)
    with pytest.raises(ValueError, match="block 'basic' is not one of"):
        later_design("B", replace(SMALL, design=BlockDesign("basic", "B")))
