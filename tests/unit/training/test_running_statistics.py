"""Statistics measured anew, and statistics that stay."""

import pytest
import torch
from tiny_training import TINY, network, train
from torch import nn

from resnet_book.data.batches import Batches, Standard
from resnet_book.training import evaluate, fix_statistics, renew_statistics


@pytest.fixture
def images(digits):
    standard = Standard.of(digits.train_images)
    batches = Batches(digits.train_images, digits.train_labels, standard, 128)
    return next(batches.ordered())[0]


def test_renewed_statistics_are_plain_averages_over_the_batches(images):
    norm = nn.BatchNorm2d(1)
    norm.running_mean.fill_(7)
    renew_statistics(norm.eval(), images[:70], 32)
    halves = [images[:32], images[32:64]]  # the last 6 are left out
    assert norm.running_mean.item() == pytest.approx(sum(h.mean().item() for h in halves) / 2)
    assert norm.running_var.item() == pytest.approx(sum(h.var().item() for h in halves) / 2)
    assert norm.momentum == 0.1
    assert not norm.training


def test_renewing_changes_no_weight_and_mends_statistics_that_are_off(digits, images):
    model = network()
    train(model, digits, TINY)
    weights = [p.clone() for p in model.parameters()]
    model.bn1.running_mean += 3
    test_set = Batches(
        digits.test_images, digits.test_labels, Standard.of(digits.train_images), 120
    )
    off = evaluate(model, test_set)[1]
    mended = evaluate(renew_statistics(model, images), test_set)[1]
    assert mended < off - 10
    assert all(p.equal(w) for p, w in zip(model.parameters(), weights, strict=True))


def test_fixed_statistics_are_the_same_in_training_and_do_not_move(digits, images):
    model = fix_statistics(network(), images)
    before = {name: value.clone() for name, value in model.named_buffers()}
    assert before["bn1.running_mean"].abs().max() > 0
    with torch.no_grad():
        assert model.train()(images).equal(model.eval()(images))
    scale = model.bn1.weight.clone()
    train(model, digits, TINY)
    assert all(value.equal(before[name]) for name, value in model.named_buffers())
    assert not model.bn1.weight.equal(scale)
