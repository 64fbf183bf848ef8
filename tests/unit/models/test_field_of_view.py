"""What a layer sees."""

import pytest
import torch
from torch import nn

from resnet_book.models.field_of_view import reached_weights, receptive_field, stack_cost, view
from resnet_book.models.resnet import imagenet_resnet
from resnet_book.models.vgg_networks import vgg, weight_layers


def count(network):
    return sum(p.numel() for p in network.parameters())


@pytest.mark.parametrize(
    ("kernels", "strides", "field"),
    [
        ((3,), None, 3),
        ((3, 3), None, 5),
        ((3, 3, 3), None, 7),
        ((1, 1), None, 1),
        ((7, 3), (2, 2), 11),
        ((3, 3, 2, 3), (1, 1, 2, 1), 10),
    ],
)
def test_receptive_field_is_where_the_gradient_reaches(kernels, strides, field):
    assert receptive_field(kernels, strides) == field
    layers = [
        nn.Conv1d(1, 1, kernel, stride, bias=False)
        for kernel, stride in zip(kernels, strides or [1] * len(kernels), strict=True)
    ]
    for layer in layers:
        nn.init.ones_(layer.weight)
    x = torch.zeros(1, 1, 40, requires_grad=True)
    nn.Sequential(*layers)(x)[0, 0, 3].backward()
    assert x.grad.count_nonzero() == field


def test_small_filters_see_as_far_for_less():
    two, five = stack_cost((3, 3), 64), stack_cost((5,), 64)
    three, seven = stack_cost((3, 3, 3), 64), stack_cost((7,), 64)
    assert two.receptive_field == five.receptive_field == 5
    assert three.receptive_field == seven.receptive_field == 7
    assert (two.parameters, five.parameters) == (18 * 64**2, 25 * 64**2)
    assert (three.parameters, seven.parameters) == (27 * 64**2, 49 * 64**2)
    assert int(100 * (seven.parameters / three.parameters - 1)) == 81
    assert (three.nonlinearities, seven.nonlinearities) == (3, 1)
    convolution = nn.Conv2d(64, 64, 5, bias=False)
    assert count(convolution) == five.parameters


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: vgg("F"), r"configuration 'F' is not one of: A, A-LRN, B, C, D, E"),
        (lambda: weight_layers("VGG"), r"configuration 'VGG' is not one of: A, A-LRN"),
        (lambda: vgg("A", classes=0), r"classes 0 is not a whole number of at least 1"),
        (lambda: receptive_field(()), r"kernels \(\) is empty"),
        (lambda: receptive_field((3, 0)), r"kernel 0 is not a whole number"),
        (lambda: receptive_field((3,), (0,)), r"stride 0 is not a whole number"),
        (
            lambda: receptive_field((3, 3), (1,)),
            r"strides \(1,\) and kernels \(3, 3\) differ in length",
        ),
        (lambda: stack_cost((3,), 0), r"channels 0 is not a whole number"),
    ],
)
def test_bad_values_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize(
    ("make", "side"),
    [
        # Araujo et al. 2019, Distill: VGG-16, and ResNets that stride on the first convolution.
        (lambda: vgg("D"), 212),
        (lambda: imagenet_resnet(50, stride_on="1x1"), 483),
        (lambda: imagenet_resnet(101, stride_on="1x1"), 1027),
        (lambda: imagenet_resnet(152, stride_on="1x1"), 1507),
        (lambda: imagenet_resnet(34, "C"), 899),  # shortcuts do not count
    ],
)
def test_view_is_the_published_receptive_field(make, side):
    with torch.device("meta"):
        assert view(make()) == side


@pytest.mark.parametrize("side", [1, 2, 3, 8])
@pytest.mark.parametrize(("kernel", "stride"), [(3, 1), (3, 2), (1, 2), (7, 2)])
def test_weights_that_are_not_reached_have_no_gradient(side, kernel, stride):
    convolution = nn.Conv2d(2, 3, kernel, stride, kernel // 2)
    convolution(torch.ones(1, 2, side, side)).sum().backward()
    (found,) = reached_weights(nn.Sequential(convolution), (2, side, side))
    assert found.reached == (convolution.weight.grad != 0).sum()
    assert found.weights == convolution.weight.numel()
