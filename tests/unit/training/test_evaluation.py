"""Loss and error on a whole set of images."""

import pytest
import torch
from tiny_training import network, weights
from torch.nn import functional

from resnet_book.data.batches import Batches, Standard
from resnet_book.training.evaluation import evaluate


def test_evaluation_does_not_change_the_network(digits):
    model = network().train()
    before = weights(model)
    standard = Standard.of(digits.train_images)
    evaluate(model, Batches(digits.test_images, digits.test_labels, standard, 64))
    assert model.training
    assert torch.equal(weights(model), before)


def test_loss_and_error_are_the_means_over_all_images(digits):
    """Also over a last batch that is smaller, and without augmentation."""
    model = network().eval()
    standard = Standard.of(digits.train_images)
    images, labels = digits.test_images[:100], digits.test_labels[:100]
    batches = Batches(images, labels, standard, 32, augment=True)
    x = (images.permute(0, 2, 3, 1).float() - standard.mean) / standard.deviation
    logits = model(x.permute(0, 3, 1, 2))
    loss, error = evaluate(model, batches)
    assert loss == pytest.approx(functional.cross_entropy(logits, labels).item(), rel=1e-5)
    assert error == pytest.approx(100 * (logits.argmax(1) != labels).double().mean().item())
