"""Squeeze-and-excitation: the paper's definition, torchvision's module, the paper's count."""

import pytest
import torch
from torchvision.ops import SqueezeExcitation as Torchvisions

from resnet_book.models.block_designs import ORDERS, BlockDesign
from resnet_book.models.blocks import Block
from resnet_book.models.network_specs import cifar_spec
from resnet_book.models.resnet import cifar_resnet, imagenet_resnet
from resnet_book.models.squeeze_excitation import SqueezeExcitation


@pytest.fixture
def x():
    return torch.randn(3, 8, 5, 7, generator=torch.Generator().manual_seed(0))


def test_output_is_the_definition(x):
    """Hu et al. 2017, equations 2 to 4, image by image and channel by channel."""
    module = SqueezeExcitation(8, 4)
    first, second = module.fc1.weight.flatten(1), module.fc2.weight.flatten(1)
    assert (first.shape, second.shape) == ((2, 8), (8, 2))
    for image, found in zip(x, module(x), strict=True):
        z = torch.stack([channel.sum() / (5 * 7) for channel in image])
        s = 1 / (1 + torch.exp(-(second @ (first @ z).clamp(min=0))))
        expected = torch.stack([s[c] * image[c] for c in range(8)])
        torch.testing.assert_close(found, expected)


def test_output_is_torchvisions_without_biases(x):
    ours, theirs = SqueezeExcitation(8, 4), Torchvisions(8, 2)
    with torch.no_grad():
        theirs.fc1.weight.copy_(ours.fc1.weight)
        theirs.fc2.weight.copy_(ours.fc2.weight)
        theirs.fc1.bias.zero_()
        theirs.fc2.bias.zero_()
    torch.testing.assert_close(ours(x), theirs(x))


def test_few_channels_are_squeezed_to_one_at_least():
    assert SqueezeExcitation(4, 16).fc1.weight.shape == (1, 4, 1, 1)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("shape", ["basic", "bottleneck"])
def test_it_scales_the_branch_and_leaves_the_shortcut_alone(shape, order):
    design = BlockDesign(shape, order=order, squeeze_excitation=1)
    block = Block(8 * design.expansion, 8, design=design).eval()
    x = torch.randn(2, 8 * design.expansion, 6, 6, generator=torch.Generator().manual_seed(0))
    squeezed, block.se = block.se, torch.nn.Identity()
    plain = block.branch(x)
    block.se = squeezed
    with torch.no_grad():
        squeezed.fc2.weight.zero_()  # every factor is σ(0) = 1/2
        half = block.branch(x)
        squeezed.fc1.weight.copy_(plain[0].mean((1, 2)).reshape(1, -1, 1, 1))
        squeezed.fc2.weight.fill_(10)  # of the first image: above σ(0)
        scaled = block.branch(x)
    torch.testing.assert_close(half, plain / 2)
    assert (scaled.abs() <= plain.abs()).all()
    assert scaled[0].norm() > 1.001 * half[0].norm()


def test_se_resnet_50_has_the_papers_extra_parameters():
    """Hu et al. 2017, section 4: about 2.5 million more than ResNet-50's 25 million, 10 %."""
    with torch.device("meta"):
        plain, squeezed = imagenet_resnet(50), imagenet_resnet(50, squeeze_excitation=16)
    count, more = (sum(p.numel() for p in n.parameters()) for n in (plain, squeezed))
    stages = ((3, 256), (4, 512), (6, 1024), (3, 2048))
    assert more - count == 2 * sum(n * c**2 for n, c in stages) // 16 == 2_514_944


def test_ratio_reaches_the_name_and_old_names_are_as_they_were():
    assert cifar_spec(20, squeeze_excitation=8).name == "resnet-20-A-se-8"
    assert cifar_spec(20, width=8, order="full-preactivation", squeeze_excitation=8).name == (
        "resnet-20-A-width-8-full-preactivation-se-8"
    )
    assert cifar_spec(20).name == "resnet-20-A"


def test_network_without_it_has_no_new_parameter():
    assert not any(".se." in name for name in cifar_resnet(8).state_dict())
    assert (
        cifar_resnet(8).state_dict().keys()
        < cifar_resnet(8, squeeze_excitation=4).state_dict().keys()
    )


@pytest.mark.parametrize("ratio", [-1, 2.5, "16"])
def test_bad_ratio_is_named(ratio):
    with pytest.raises(ValueError, match=f"squeeze_excitation {ratio!r} is not a whole number"):
        BlockDesign(squeeze_excitation=ratio)
