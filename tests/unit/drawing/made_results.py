"""Results made up for figures: epochs, finished trainings, layers' signals, terms of a stack."""

from resnet_book.probes.gradient_paths import BlockTerms, StackTerms
from resnet_book.probes.layer_signals import LayerSignal
from resnet_book.training.history import Epoch, Result


def epochs(*errors, test=None):
    tested = test or [None] * len(errors)
    return [
        Epoch(i, 0.1, 1.0, error, None, other, 1.0)
        for i, (error, other) in enumerate(zip(errors, tested, strict=True), 1)
    ]


def result(train_error, test_error):
    errors = {"train_error": train_error, "test_error": test_error}
    return Result(
        tuple(epochs(train_error)),
        train_loss=1.0,
        test_loss=1.0,
        seconds=1.0,
        images_per_second=1.0,
        device="cpu",
        precision="float32",
        threads=2,
        **errors,
    )


def layers(*gradients):
    return [LayerSignal(f"layer{i}", i, 1.0, 1.0, g, 2.0) for i, g in enumerate(gradients, 1)]


def terms(scale, gradient):
    row = BlockTerms(0, scale, gradient, scale, gradient, 1.0, 0.5, scale, 0.5)
    return StackTerms(scale, 0, (row,), 1.0, 1.0)
