"""The lab that appends blocks to a trained network."""

import copy

import pytest
import torch
from torch import nn

from resnet_book.labs import base
from resnet_book.labs.growth import GrowthLab
from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.blocks import Block
from resnet_book.models.resnet import cifar_resnet


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
    assert list(lab.results) == ["grown-20, random, rate 0.01"]
    assert lab.progress.bar_style == "success"
    after = lab.trained.state_dict()  # the trained network is still there for the next run
    assert all(torch.equal(value, before[name]) for name, value in after.items())


def test_lab_shows_the_error_before_the_first_step(lab):
    lab.run()
    epochs = lab.runs["grown-14, zero, rate 0.02"]
    assert [epoch.epoch for epoch in epochs] == [0, 1]
    assert epochs[0].train_error == pytest.approx(lab._measure(lab.trained)[1])


def test_lab_on_the_website_has_the_result_and_a_link_and_no_control(lab):
    lab.run()
    html = lab._repr_mimebundle_()["text/html"]
    assert "book/02-residual-learning.ipynb" in html
    assert "grown-14, zero, rate 0.02" in html
    assert "<input" not in html


def test_lab_controls_are_labelled_and_all_of_them_do_something(lab):
    controls = (lab.added, lab.begin, lab.learning_rate)
    assert lab.children[:3] == controls
    assert all(control.description for control in controls)


def test_lab_goes_on_after_a_run_that_diverged_or_was_interrupted(lab, monkeypatch):
    def fail(error):
        def train(*arguments, **options):
            raise error

        monkeypatch.setattr(base, "train", train)

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
