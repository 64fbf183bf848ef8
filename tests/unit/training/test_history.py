"""What is known of a training that diverges: the epochs before."""

import math

import pytest

from resnet_book.data.datasets import digits
from resnet_book.models.resnet import cifar_resnet
from resnet_book.training.history import Diverged
from resnet_book.training.loop import train
from resnet_book.training.recipes import recipe


def test_training_that_diverges_keeps_the_epochs_before(tmp_path):
    """The rate grows until the loss is no longer finite; a resumed training ends alike."""
    chosen = recipe("quick").with_changes(epochs=6, learning_rate=1e9, warmup_epochs=5.9)
    chosen = chosen.with_changes(momentum=0.99)
    finished = []
    for _ in range(2):
        with pytest.raises(Diverged, match="learning rate") as caught:
            train(
                cifar_resnet(8, in_channels=1, batch_norm=False), digits(), chosen, device="cpu",
                progress=False, checkpoint=tmp_path / "c.pt", on_epoch=finished.append,
            )  # fmt: skip
        epochs = caught.value.epochs
        assert all(math.isfinite(epoch.train_loss) for epoch in epochs)
        assert list(epochs) == finished
        assert isinstance(caught.value, FloatingPointError)
