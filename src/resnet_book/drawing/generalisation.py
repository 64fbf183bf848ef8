"""Test error over training error while a network trains: what it makes of a training error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from resnet_book.drawing.labels import legend
from resnet_book.drawing.looks import Key, label, looks
from resnet_book.drawing.pictures import BothWidths, Picture
from resnet_book.drawing.ticks import logarithmic
from resnet_book.palette import GREY
from resnet_book.training.history import Epoch

TICKS = (0.2, 0.5, 1, 2, 5, 10, 20, 50)


def generalisation_curves(
    courses: Mapping[Key, Sequence[Epoch]],
    *,
    marked: Sequence[float] = (),
    top: float | None = None,
) -> Picture:
    """Test error over training error, a point for each epoch and a line through them.

    Training errors fall from left to right, on a logarithmic scale.

    Args:
        courses: network → its epochs, which have test errors.
        marked: training errors in percent at which the networks are compared: vertical lines.
        top: upper limit of the axis of test errors, in percent.
    """
    both = BothWidths(330, 310)
    for figure, axes in both:
        facts, styles = [], looks(courses)
        for key, epochs in courses.items():
            train = [epoch.train_error for epoch in epochs]
            test = [_test_error(epoch) for epoch in epochs]
            style = styles[key] | {"linewidth": 1, "markersize": 4, "alpha": 0.85}
            axes.plot(train, test, label=label(key), **style)
            facts.append(
                f"{label(key)} from {train[0]:.1f} % training and {test[0]:.1f} % test error to "
                f"{train[-1]:.1f} % and {test[-1]:.1f} %"
            )
        everything = [epoch.train_error for epochs in courses.values() for epoch in epochs]
        low, high = min(everything), max(everything)
        for error in marked:
            axes.axvline(error, color=GREY, linewidth=1, linestyle=(0, (3, 3)), zorder=0)
        logarithmic(axes, [tick for tick in TICKS if low / 1.2 <= tick <= high * 1.2])
        axes.set(xlabel="training error (%), falling to the right", ylabel="test error (%)")
        axes.set_xlim(high * 1.1, low / 1.1)
        axes.set_ylim(top=top)
        legend(figure, axes)
    compared = ", ".join(f"{error:g} %" for error in marked)
    lines = f" Lines at training errors of {compared}." if marked else ""
    return both.picture(f"Test error over training error: {'; '.join(facts)}.{lines}")


def _test_error(epoch: Epoch) -> float:
    if epoch.test_error is None:
        raise ValueError(f"epoch {epoch.epoch} has no test error")
    return epoch.test_error
