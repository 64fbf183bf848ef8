"""Chapter 4's measurements, figures and lab: counted, timed, drawn."""

import pytest
import torch
from torch import nn

from resnet_book.ancestors import vgg
from resnet_book.blocks import Block, BlockDesign
from resnet_book.costs import costs
from resnet_book.labs import bottlenecks as labs
from resnet_book.networks import cifar_resnet, imagenet_resnet
from resnet_book.plots.bottlenecks import KINDS, block_curves, error_by_cost, time_by_layer
from resnet_book.probes.bottlenecks import operations, reached_weights, view
from resnet_book.probes.timing import Timing, new_pages, time_by_kind, time_in_turn
from resnet_book.training import Epoch

SHAPE = (3, 224, 224)


@pytest.mark.parametrize(
    "make",
    [
        lambda: imagenet_resnet(50),
        lambda: imagenet_resnet(18, "none"),
        lambda: cifar_resnet(20, "C"),
        lambda: vgg("A"),
    ],
)
def test_operations_add_up_to_what_pytorch_counts(make):
    with torch.device("meta"):
        network = make()
        expected = costs(network, SHAPE).multiply_adds
        assert sum(each.multiply_adds for each in operations(network, SHAPE)) == expected


@pytest.mark.parametrize(
    ("block", "channels", "numbers"),
    [
        (Block(64, 64), 64, 15 * 64),
        (Block(64, 64, design=BlockDesign(shortcut="none")), 64, 12 * 64),
        (Block(256, 64, design=BlockDesign("bottleneck")), 256, 48 * 64),
        (Block(256, 64, design=BlockDesign("bottleneck", "C")), 256, (48 + 16) * 64),
    ],
)
def test_numbers_moved_are_those_counted_by_hand(block, channels, numbers):
    """A projection adds a convolution and its batch normalisation: 8w each."""
    moved = sum(each.values for each in operations(block, (channels, 8, 8)))
    assert moved == numbers * 8 * 8


def test_operations_come_in_order_with_their_kinds():
    block = Block(8, 2, design=BlockDesign("bottleneck"))
    assert [each.kind for each in operations(block, (8, 4, 4))] == [
        "1×1 convolution", "batch normalisation", "ReLU", "3×3 convolution",
        "batch normalisation", "ReLU", "1×1 convolution", "batch normalisation", "addition", "ReLU",
    ]  # fmt: skip


def test_intensity_is_the_formula():
    convolution = operations(nn.Sequential(nn.Conv2d(256, 64, 1)), (256, 7, 7))[0]
    assert convolution.intensity == 256 * 64 / (4 * (256 + 64))


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


def test_measuring_leaves_the_network_as_it_was():
    network = cifar_resnet(8).train()
    x = torch.randn(2, 3, 8, 8)
    operations(network, (3, 8, 8))
    reached_weights(network, (3, 8, 8))
    time_by_kind(network, x, repetitions=1)
    assert network.training
    assert not any(m._forward_hooks or m._forward_pre_hooks for m in network.modules())
    assert torch.equal(network.bn1.running_mean, torch.zeros(16))


def test_calls_are_timed_in_turn_and_the_first_round_is_left_out():
    calls = []
    names = {"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}
    timings = time_in_turn(names, images=4, repetitions=2)
    assert calls == ["a", "b"] * 3
    assert all(len(timing.seconds) == 2 for timing in timings.values())
    with pytest.raises(ValueError, match="repetitions 0 is below 1"):
        time_in_turn({}, 1, 0)


def test_timing_is_told_for_one_image():
    timing = Timing(images=10, seconds=(0.01, 0.03, 0.02))
    assert timing.milliseconds == pytest.approx(2)
    assert timing.extent == pytest.approx((1, 3))
    assert timing.rate(4_000_000) == pytest.approx(2)  # billions a second


def test_time_by_kind_names_each_kind_and_refuses_projections():
    block = Block(8, 2, design=BlockDesign("bottleneck"))
    found = time_by_kind(block, torch.randn(2, 8, 4, 4), repetitions=1)
    assert set(found) == set(KINDS)
    assert min(found.values()) > 0
    with pytest.raises(ValueError, match="Projection"):
        time_by_kind(Block(8, 8, design=BlockDesign(shortcut="C")), torch.randn(1, 8, 4, 4))


def test_new_pages_count_what_is_touched_for_the_first_time():
    resource = pytest.importorskip("resource")
    size = 2**27
    pages = new_pages(lambda: torch.ones(size, dtype=torch.uint8))
    assert 0 < pages <= 2 * size / resource.getpagesize()


def epochs(*errors):
    return [Epoch(i, 0.1, 1.0, error, None, None, 1.0) for i, error in enumerate(errors, 1)]


PICTURES = {
    "time": lambda: time_by_layer(
        {"narrow": {"3×3 convolution": 2.0}, "wide": {"1×1 convolution": 1.0, "ReLU": 3.0}},
        {"narrow": 2.0, "wide": 1.9},
    ),
    "cost": lambda: error_by_cost([("ResNet-34", 3.6, 24.5), ("VGG-16", 15.5, 28.1)]),
    "curves": lambda: block_curves(
        {"plain-20": epochs(9, 4), "resnet-38-exclusive-gating-bottleneck": epochs(3, 1)}
    ),
}


@pytest.mark.parametrize("name", PICTURES)
def test_figures_have_words_and_labelled_axes(name):
    picture = PICTURES[name]()
    assert picture.svg().count("<svg") == 1
    assert picture.figure.get_figwidth() <= 5.2
    (axes,) = picture.figure.axes
    assert axes.get_xlabel()


def test_alternative_texts_hold_the_numbers():
    assert "wide: 4.0 (1×1 convolution 1.0, ReLU 3.0), 1.9 by" in PICTURES["time"]().alt
    assert "ResNet-34: 3.6 billion, 24.5 %" in PICTURES["cost"]().alt
    assert "plain-20 ends at 4.0 %" in PICTURES["curves"]().alt


def test_curves_tell_blocks_apart_in_one_colour():
    picture = block_curves({"plain-20": epochs(9), "plain-20-bottleneck": epochs(8)})
    basic, bottleneck = picture.figure.axes[0].get_lines()
    assert basic.get_color() == bottleneck.get_color()
    assert basic.get_linestyle() != bottleneck.get_linestyle()


@pytest.fixture(scope="module")
def lab():
    lab = labs.BottleneckLab("04-bottlenecks", epochs=1)
    lab.run()
    lab.block.value = "basic"
    lab.button.click()
    return lab


def test_lab_trains_both_blocks_and_tells_their_costs(lab):
    names = ["resnet-20-A-bottleneck", "resnet-20-A"]
    assert list(lab.results) == [f"{name}, rate 0.02" for name in names]
    assert all(f"<td>{name}</td>" in lab.message.value for name in names)
    for block in ("bottleneck", "basic"):
        expected = costs(cifar_resnet(20, block=block, in_channels=1), (1, 8, 8))
        assert f"<td>{expected.parameters:,}</td>" in lab.message.value
        assert f"<td>{expected.multiply_adds:,}</td>" in lab.message.value


def test_lab_on_the_website_has_results_and_no_control(lab):
    html = lab._repr_mimebundle_()["text/html"]
    assert "resnet-20-A-bottleneck" in html
    assert "blob/main/book/04-bottlenecks.ipynb" in html
    assert "<input" not in html
    assert "<select" not in html


def test_lab_shows_the_controls_that_it_has(lab):
    shown = lab.children
    assert lab.depth in shown
    assert lab.block in shown
    assert lab.learning_rate not in shown
    assert list(lab.depth.options) == [20, 38, 56]


def test_lab_refuses_what_it_does_not_offer():
    with pytest.raises(ValueError, match="depth 32 is not one of: 20, 38, 56"):
        labs.BottleneckLab("04-bottlenecks", depth=32)
    with pytest.raises(ValueError, match="block 'wide' is not one of: basic, bottleneck"):
        labs.BottleneckLab("04-bottlenecks", block="wide")
