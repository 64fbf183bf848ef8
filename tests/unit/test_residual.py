"""What the chapter on residual learning measures, draws and lets the reader try."""

import copy
import re
import xml.etree.ElementTree as ElementTree

import pytest
import torch
from torch import nn

from resnet_book.blocks import Block, BlockDesign
from resnet_book.labs import training as labs
from resnet_book.labs.residual import GrowthLab
from resnet_book.networks import cifar_resnet
from resnet_book.plots.residual import by_number, image_rows, pixels
from resnet_book.probes.residual import branch_ratios, pixels_read


def images(size=8):
    return torch.randn(16, 3, size, size, generator=torch.Generator().manual_seed(0))


def test_ratio_is_the_size_of_the_branch_over_that_of_the_input():
    network = cifar_resnet(8)
    (ratio,) = branch_ratios(network, images(), [network.layer1[0]])
    network.train()
    x = network.relu(network.bn1(network.conv1(images())))
    branch = network.layer1[0].branch(x)
    assert ratio == pytest.approx((branch.norm() / x.norm()).item(), rel=1e-5)


def test_ratios_come_block_by_block_and_zero_scales_give_zero():
    network = cifar_resnet(14)
    nn.init.zeros_(network.layer2[1].bn2.weight)
    ratios = branch_ratios(network, images())
    assert len(ratios) == 6
    assert [ratio == 0 for ratio in ratios] == [False] * 3 + [True] + [False] * 2


def test_measuring_leaves_the_network_as_it_was():
    network = cifar_resnet(8).eval()
    before = copy.deepcopy(network.state_dict())
    branch_ratios(network, images())
    assert not network.training
    assert not any(m._forward_pre_hooks for m in network.modules())
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())


def test_blocks_of_another_network_are_refused():
    with pytest.raises(ValueError, match="none of them is a block of the network"):
        branch_ratios(cifar_resnet(8), images(), [Block(16, 16)])


@pytest.mark.parametrize(
    ("path", "count"),
    [
        (nn.Conv2d(2, 4, 3, 2, padding=1), 64),
        (nn.Conv2d(2, 4, 1, 2), 16),
        (lambda x: x[:, :, 1::4, 1::4], 4),
        (lambda x: x[:, 1:], 64),
        (nn.AvgPool2d(2), 64),
    ],
)
def test_pixels_are_read_that_the_output_depends_on(path, count):
    read = pixels_read(path, 2, 8)
    assert read.shape == (8, 8)
    assert read.sum() == count


PICTURES = {
    "lines": lambda: by_number(
        {"plain": [(2, [0.1, 0.2, 0.4]), (6, [1, 2, 3])], "residual": [(2, [0.01]), (6, [0.1])]},
        xlabel="layers",
        ylabel="error",
    ),
    "pixels": lambda: pixels({"A": torch.eye(4) > 0, "branch": torch.ones(4, 4) > 0}),
    "images": lambda: image_rows({"in": torch.rand(3, 8, 8), "out": torch.rand(3, 8, 8)}, alt="x"),
}


@pytest.fixture(params=PICTURES)
def picture(request):
    return PICTURES[request.param]()


def test_figures_can_be_read_in_both_themes_and_by_a_screen_reader(picture):
    svg = picture.svg()
    assert ElementTree.fromstring(svg).get("aria-label") == picture.alt
    assert not re.search(r"#(000000|010203)", svg)
    assert picture.figure.get_figwidth() <= 5.2


def test_line_is_the_median_and_the_band_the_range():
    axes = PICTURES["lines"]().figure.axes[0]
    assert list(axes.get_lines()[0].get_ydata()) == [0.2, 2]
    band = axes.collections[0].get_paths()[0].vertices[:, 1]
    assert (band.min(), band.max()) == (0.1, 3)
    assert list(axes.get_xticks()) == [2, 6]


def test_alternative_texts_tell_the_numbers():
    assert "plain: 0.2 at 2, 2 at 6" in PICTURES["lines"]().alt
    assert "A reads 4 of 4×4; branch reads 16" in PICTURES["pixels"]().alt


def grow(network, added, start):
    grown = copy.deepcopy(network)
    for name in grown.stages:
        stage = grown.get_submodule(name)
        for _ in range(added):
            channels = stage[-1].conv2.out_channels
            block = Block(channels, channels, design=BlockDesign(shortcut="A"))
            if start == "zero":
                nn.init.zeros_(block.bn2.weight)
            stage.append(block)
    return grown


@pytest.fixture
def lab():
    network = cifar_resnet(8, "none", in_channels=1, width=4)
    return GrowthLab("02-residual-learning", network, grow, ("zero", "random"), added=1, epochs=1)


def test_lab_grows_and_trains_what_its_controls_say(lab):
    before = copy.deepcopy(lab.trained.state_dict())
    lab.added.value, lab.begin.value, lab.learning_rate.value = 2, "random", 0.01
    lab.button.click()
    assert list(lab.results) == ["grown-20-random, 0.01"]
    assert lab.progress.bar_style == "success"
    after = lab.trained.state_dict()  # the trained network is still there for the next run
    assert all(torch.equal(value, before[name]) for name, value in after.items())


def test_lab_shows_the_error_before_the_first_step(lab):
    lab.run()
    epochs = lab.runs["grown-14-zero, 0.02"]
    assert [epoch.epoch for epoch in epochs] == [0, 1]
    assert epochs[0].train_error == pytest.approx(lab._measure(lab.trained)[1])


def test_lab_on_the_website_has_the_result_and_a_link_and_no_control(lab):
    lab.run()
    html = lab._repr_mimebundle_()["text/html"]
    assert "book/02-residual-learning.ipynb" in html
    assert "grown-14-zero, 0.02" in html
    assert "<input" not in html


def test_lab_controls_are_labelled_and_all_of_them_do_something(lab):
    controls = (lab.added, lab.begin, lab.learning_rate)
    assert lab.children[:3] == controls
    assert all(control.description for control in controls)


def test_lab_goes_on_after_a_run_that_diverged_or_was_interrupted(lab, monkeypatch):
    def fail(error):
        def train(*arguments, **options):
            raise error

        monkeypatch.setattr(labs, "train", train)

    fail(FloatingPointError("the loss is nan"))
    assert lab.run() is None
    assert "the loss is nan" in lab.message.value
    fail(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        lab.run()
    assert not lab.button.disabled
    assert not lab.runs


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"added": 0}, "added 0 is not one of: 1, 2"),
        ({"start": "no"}, "start 'no' is not one of: zero"),
        ({"learning_rate": 1}, "learning_rate 1 is not from"),
    ],
)
def test_lab_names_what_it_does_not_offer(options, message):
    with pytest.raises(ValueError, match=message):
        GrowthLab("02-residual-learning", cifar_resnet(8), grow, ("zero",), **options)
