"""Numbers at a logarithmic axis as plain text, because superscripts would be below 12 px."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, NullFormatter

from resnet_book.words import raised


def powers(axes: Axes, *names: str) -> None:
    """Plain numbers at a logarithmic axis, such as 0.01 or 10⁻⁶.

    Args:
        names: ``x`` or ``y``.
    """
    for name in names:
        axis = {"x": axes.xaxis, "y": axes.yaxis}[name]
        axis.set_major_formatter(FuncFormatter(lambda value, _: power(value)))
        axis.set_minor_formatter(NullFormatter())


def logarithmic(axes: Axes, places: Sequence[float]) -> None:
    """Make the horizontal axis logarithmic, with numbers only at these places."""
    axes.set_xscale("log")
    axes.set_xticks(places, [power(place) for place in places])
    axes.set_xticks([], minor=True)


def power(value: float) -> str:
    """``0.01``, ``1,000``, or ``10⁻⁶``: a tick of a logarithmic axis."""
    if 1e-3 <= value < 1e5:
        return f"{value:,g}" if value < 1 else f"{value:,.0f}" if value >= 10 else f"{value:g}"
    mantissa, exponent = f"{value:.0e}".split("e")
    decade = f"10{raised(exponent)}"
    return decade if mantissa == "1" else f"{mantissa}·{decade}"
