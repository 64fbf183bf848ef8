"""Loss and error on a whole set of images."""

import pytest
import torch
from tiny_training import network, weights
from torch.nn import functional

from resnet_book.data.batches import Batches, Standard
from resnet_book.training.evaluation import error_of_average, evaluate, probabilities


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


def test_probabilities_are_those_of_evaluation_mode_and_add_up_to_one(digits):
    model = network().train()
    standard = Standard.of(digits.train_images)
    batches = Batches(digits.test_images[:100], digits.test_labels[:100], standard, 32)
    found = probabilities(model, batches)
    assert model.training
    assert found.shape == (100, 10)
    assert torch.allclose(found.sum(1), torch.ones(100))
    error = 100 * (found.argmax(1) != digits.test_labels[:100]).double().mean().item()
    assert error == pytest.approx(evaluate(model, batches)[1])


def test_mean_of_the_probabilities_decides():
    sure, unsure = torch.tensor([[0.9, 0.1]]), torch.tensor([[0.4, 0.6]])
    zero, one = torch.tensor([0]), torch.tensor([1])
    assert error_of_average([sure, unsure], zero) == 0
    assert error_of_average([sure, unsure], one) == 100
    assert error_of_average([unsure, unsure], one) == 0
