"""VGG: the paper's table, torchvision's networks."""

import pytest
import torch
from torch import nn
from torchvision import models

from resnet_book.models.vgg_networks import CONFIGURATIONS, parameters_by_part, vgg, weight_layers
from resnet_book.results import papers

TORCHVISION = {"A": models.vgg11, "B": models.vgg13, "D": models.vgg16, "E": models.vgg19}


PARAMETERS = {
    "A": 132_863_336,
    "A-LRN": 132_863_336,
    "B": 133_047_848,
    "C": 133_638_952,
    "D": 138_357_544,
    "E": 143_667_240,
}


def on_meta(configuration, **options):
    with torch.device("meta"):
        return vgg(configuration, **options)


def count(network):
    return sum(p.numel() for p in network.parameters())


@pytest.mark.parametrize("configuration", CONFIGURATIONS)
def test_parameters_are_those_of_table_2(configuration):
    network = on_meta(configuration)
    assert all(p.is_meta for p in network.parameters())
    assert count(network) == PARAMETERS[configuration]
    cell = papers.published("simonyan2014", 2, configuration, "parameters")
    assert round(PARAMETERS[configuration] / 1e6) == cell.value
    assert sum(parameters_by_part(network).values()) == PARAMETERS[configuration]


@pytest.mark.parametrize("configuration", CONFIGURATIONS)
def test_depth_is_that_of_table_1(configuration):
    depths = {"A": 11, "A-LRN": 11, "B": 13, "C": 16, "D": 16, "E": 19}
    assert weight_layers(configuration) == depths[configuration]
    layers = [m for m in on_meta(configuration).modules() if isinstance(m, nn.Conv2d | nn.Linear)]
    assert len(layers) == depths[configuration]


@pytest.mark.parametrize("configuration", CONFIGURATIONS)
def test_stages_halve_the_picture_and_end_with_7_by_7(configuration):
    network = on_meta(configuration)
    x = torch.empty(1, 3, 224, 224, device="meta")
    shapes = []
    for layer in network.features:
        x = layer(x)
        if isinstance(layer, nn.MaxPool2d):
            shapes.append(tuple(x.shape[1:]))
    assert shapes == [(64, 112, 112), (128, 56, 56), (256, 28, 28), (512, 14, 14), (512, 7, 7)]
    assert network(torch.empty(2, 3, 224, 224, device="meta")).shape == (2, 1000)


@pytest.mark.parametrize("configuration", TORCHVISION)
def test_state_dict_has_torchvisions_names_and_shapes(configuration):
    with torch.device("meta"):
        reference = TORCHVISION[configuration](weights=None)
    ours = on_meta(configuration).state_dict()
    theirs = reference.state_dict()
    assert {k: v.shape for k, v in ours.items()} == {k: v.shape for k, v in theirs.items()}
    assert list(ours) == list(theirs)


@pytest.mark.parametrize("configuration", ["A", "D"])  # one second each
def test_outputs_are_torchvisions(configuration):
    # Built without weights and given torchvision's own tensors: half a gigabyte, not one.
    reference = TORCHVISION[configuration](weights=None).eval()
    network = on_meta(configuration).eval()
    network.load_state_dict(reference.state_dict(), strict=True, assign=True)
    x = torch.randn(1, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    with torch.inference_mode():
        expected = reference(x)
        assert torch.equal(network(x), expected)
        # Not for the biases' sake: another picture gives another output.
        assert not torch.allclose(reference(-x), expected, atol=1e-3)


def test_a_lrn_normalises_once_and_as_krizhevsky_did():
    network = on_meta("A-LRN")
    (lrn,) = [m for m in network.modules() if isinstance(m, nn.LocalResponseNorm)]
    assert [type(m) for m in network.features[:4]] == [
        *(nn.Conv2d, nn.ReLU, nn.LocalResponseNorm, nn.MaxPool2d)
    ]
    x = torch.rand(1, 7, 1, 1, generator=torch.Generator().manual_seed(0)) * 100
    a = x.flatten()
    # Krizhevsky et al. 2012, section 3.3, channel by channel.
    expected = [
        a[i] / (2 + 1e-4 * (a[max(0, i - 2) : i + 3] ** 2).sum()) ** 0.75 for i in range(len(a))
    ]
    torch.testing.assert_close(lrn(x).flatten(), torch.stack(expected))


def test_c_has_three_1x1_convolutions_and_the_3x3_of_b():
    def kernels(configuration):
        layers = on_meta(configuration).features
        return [(m.kernel_size[0], m.out_channels) for m in layers if isinstance(m, nn.Conv2d)]

    assert [k for k in kernels("C") if k[0] == 1] == [(1, 256), (1, 512), (1, 512)]
    assert [k for k in kernels("C") if k[0] == 3] == kernels("B")
    assert all(k[0] == 3 for name in "ABDE" for k in kernels(name))


def test_the_fully_connected_layers_hold_nine_tenths_of_d():
    parts = parameters_by_part(on_meta("D"))
    assert parts == {
        "convolutions": 14_714_688,
        "fully connected 1": 102_764_544,
        "fully connected 2": 16_781_312,
        "fully connected 3": 4_097_000,
    }
    assert round(100 * (1 - parts["convolutions"] / sum(parts.values())), 1) == 89.4


def test_weights_come_from_the_seed_alone():
    torch.manual_seed(1)
    before = torch.get_rng_state()
    first = vgg("A", classes=2, seed=3)
    assert torch.equal(torch.get_rng_state(), before)
    torch.manual_seed(2)
    again = vgg("A", classes=2, seed=3)
    assert all(
        torch.equal(p, q) for p, q in zip(first.parameters(), again.parameters(), strict=True)
    )
    last = first.classifier[6]
    assert last.weight.shape == (2, 4096)
    assert not last.bias.any()
    # He initialisation: the deviation of 2,359,296 weights, to within 1 %.
    weight = first.features[18].weight
    assert weight.std().item() == pytest.approx((2 / (9 * 512)) ** 0.5, rel=0.01)
