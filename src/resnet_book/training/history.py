"""The history of a training: its epochs, and its result or divergence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Epoch:
    """The measurements of one epoch; errors in percent.

    Attributes:
        learning_rate: of the epoch's last step.
        train_loss, train_error: running means over the epoch's batches, with augmentation, as in
            the papers' curves.
        test_loss, test_error: at the end of the epoch; ``None`` if not measured.
        seconds: training time, without the test.
    """

    epoch: int
    learning_rate: float
    train_loss: float
    train_error: float
    test_loss: float | None
    test_error: float | None
    seconds: float


@dataclass(frozen=True)
class Result:
    """A finished training; errors in percent, of the last epoch's weights in evaluation mode.

    Attributes:
        epochs: the curves.
        train_loss, train_error: on the training images, without augmentation.
        test_loss, test_error: on the test images.
        seconds: training time of all epochs.
        images_per_second: training images processed per second of that time.
        device, precision, threads: of the process that finished the training.
    """

    epochs: tuple[Epoch, ...]
    train_loss: float
    train_error: float
    test_loss: float
    test_error: float
    seconds: float
    images_per_second: float
    device: str
    precision: str
    threads: int


class Diverged(FloatingPointError):
    """The loss is no longer finite.

    Attributes:
        epochs: the epochs finished before that.
    """

    def __init__(self, message: str, epochs: tuple[Epoch, ...]) -> None:
        super().__init__(message)
        self.epochs = epochs
