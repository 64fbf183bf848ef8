"""How a network looks in every figure: its kind is a colour, its depth a line style.

Plain networks are orange circles, residual ones blue squares; further kinds of residual networks in
one figure get the next colours and markers. The deepest network has a solid line; each other depth
or shape of block has another line style. Networks that would look the same get different markers.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from statistics import mean
from typing import Any, TypeVar

from matplotlib.axes import Axes

from resnet_book.models.labels import network_label
from resnet_book.models.network_specs import NetworkSpec
from resnet_book.palette import DASHES, MARKER, MARKERS, PLAIN, RESIDUAL_KINDS, RESIDUAL_MARKERS


@dataclass(frozen=True)
class Labelled:
    """A network with a custom label, such as ``plain-20, rate 0.1``."""

    label: str
    spec: NetworkSpec


# The key of a line in a figure: a network, a network with a label, or any name.
Key = NetworkSpec | Labelled | str

Value = TypeVar("Value")


def label(key: Key) -> str:
    """The text for `key` in a legend: its own label, or the network's name for readers."""
    if isinstance(key, str):
        return key
    return key.label if isinstance(key, Labelled) else network_label(key)


def looks(keys: Iterable[Key]) -> dict[Key, dict[str, object]]:
    """Colour, line style and marker for each of the lines in one figure.

    Each key that is not a network gets the next colour and line style, except ``plain``, which has
    the colour of plain networks.
    """
    keys = list(keys)
    kinds = {key: _kind(key) for key in keys}
    sizes = {key: _size(key, i) for i, key in enumerate(keys)}
    residual = list(dict.fromkeys(kind for kind in kinds.values() if kind != "plain"))
    by_size = sorted(set(sizes.values()), key=lambda size: (-size[0], size[1]))
    found: dict[Key, dict[str, object]] = {}
    for key in keys:
        kind, size = kinds[key], sizes[key]
        colour, marker = PLAIN, MARKER["plain"]
        if kind != "plain":
            colour = _in_turn(RESIDUAL_KINDS, residual.index(kind))
            marker = _in_turn(RESIDUAL_MARKERS, residual.index(kind))
        dashes = _in_turn(DASHES, by_size.index(size))
        style: dict[str, object] = {"color": colour, "linestyle": dashes}
        twins = [other for other in found.values() if style.items() <= other.items()]
        found[key] = style | {"marker": _in_turn(MARKERS, MARKERS.index(marker) + len(twins))}
    return found


def _in_turn(values: Sequence[Value], i: int) -> Value:
    return values[i % len(values)]


def _spec(key: Key) -> NetworkSpec | None:
    if isinstance(key, str):
        return None
    return key.spec if isinstance(key, Labelled) else key


def _kind(key: Key) -> Hashable:
    """``plain``, or all fields of a residual network except depth and shape of block."""
    spec = _spec(key)
    if spec is None:
        return key
    if spec.design.shortcut == "none":
        return "plain"
    network = [
        getattr(spec, f.name) for f in fields(spec) if f.name not in ("depth", "blocks", "design")
    ]
    design = [getattr(spec.design, f.name) for f in fields(spec.design) if f.name != "shape"]
    return (*network, *design)


def _size(key: Key, place: int) -> tuple[int, str]:
    """Depth and shape of block; for a key that is not a network, its place in the figure."""
    spec = _spec(key)
    return (0, f"{place:03}") if spec is None else (spec.depth, spec.design.shape)


def line_and_band(
    axes: Axes,
    x: Sequence[float],
    seeds: Sequence[Sequence[float]],
    style: Mapping[str, Any],
    *,
    middle: Callable[[Sequence[float]], float] = mean,
    **options: Any,
) -> list[tuple[float, ...]]:
    """Draw a line through the middle of the seeds, and a band for their range.

    Args:
        seeds: one curve a seed, all as long as `x`.
        style: of :func:`looks`.
        options: passed on to ``Axes.plot``.

    Returns:
        The values at each x, one a seed.
    """
    columns = list(zip(*seeds, strict=True))
    axes.plot(x, [middle(column) for column in columns], **style, **options)
    if len(seeds) > 1:
        low, high = [min(column) for column in columns], [max(column) for column in columns]
        axes.fill_between(x, low, high, color=style["color"], alpha=0.18, linewidth=0)
    return columns
