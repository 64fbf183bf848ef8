"""A canvas: boxes, wires, arrowheads and texts, as SVG elements without ids.

All lengths are px, drawn 1 : 1. The same drawing may be on a page twice, so no element has an id,
and arrowheads are separate paths, not markers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from html import escape

from resnet_book.drawing.diagrams.svg.lettering import LEADING, SIZES, Label, label_width, wrap

Point = tuple[float, float]

CHIP = 26  # height of a chip
HINGED = 62  # least width of a ReLU with its hinge drawn
HEADS = {
    "wire": 9,
    "plain": 9,
    "carried": 11,
    "thin": 9,
}  # of arrowheads, by kind of line


class Canvas:
    """A drawing of one width, as it is being made.

    Args:
        width: 688 or 342.

    Attributes:
        height: set it when everything is placed.
        labels: the texts, as placed.
    """

    def __init__(self, width: float) -> None:
        self.width, self.height = width, 0.0
        self.labels: list[Label] = []
        self._items: list[str] = []

    @property
    def narrow(self) -> bool:
        """Whether it is drawn for a phone."""
        return self.width < 600

    @contextmanager
    def shifted(self, dx: float, dy: float) -> Iterator[None]:
        """A context in which everything is drawn dx further right and dy lower."""
        outside, labels = self._items, self.labels
        self._items, self.labels = [], []
        yield
        moved = [replace(label, x=label.x + dx, y=label.y + dy) for label in self.labels]
        inside = "".join(self._items)
        self._items, self.labels = outside, [*labels, *moved]
        self._items.append(f'<g transform="translate({dx:.5g} {dy:.5g})">{inside}</g>')

    @contextmanager
    def named(self, **names: object) -> Iterator[None]:
        """A context in which everything drawn becomes one group, which a script can change.

        Args:
            names: the group's ``data-`` attributes.
        """
        attributes = "".join(f' data-{name}="{escape(str(v))}"' for name, v in names.items())
        outside, self._items = self._items, []
        yield
        self._items = [*outside, f"<g{attributes}>{''.join(self._items)}</g>"]

    def text(
        self, x: float, y: float, markup: str, kind: str = "label", anchor: str = "start"
    ) -> None:
        """Write `markup` with its anchor at (x, y), on the baseline."""
        label = Label(round(x, 2), round(y, 2), markup, kind, anchor)
        self.labels.append(label)
        self._items.append(label.svg())

    def lines(
        self,
        x: float,
        y: float,
        text: str,
        width: float,
        kind: str = "note",
        anchor: str = "start",
    ) -> float:
        """Write a text in lines of at most `width`; returns the baseline after the last one."""
        for line in wrap(text, width, kind):
            self.text(x, y, line, kind, anchor)
            y += LEADING.get(kind, SIZES[kind][0] + 3)
        return y

    def box(self, x: float, y: float, w: float, h: float, kind: str, radius: float = 4) -> None:
        """A rectangle with its left upper corner at (x, y)."""
        self._items.append(
            f'<rect x="{x:.5g}" y="{y:.5g}" width="{w:.5g}" height="{h:.5g}" rx="{radius:g}" '
            f'class="{kind}"/>'
        )

    def path(self, d: str, kind: str) -> None:
        """Add a path; `d` as in SVG, `kind` is its class."""
        self._items.append(f'<path d="{d}" class="{kind}"/>')

    def line(self, points: Sequence[Point], kind: str, *, radius: float = 10) -> None:
        """A line through the points, with right angles and rounded corners."""
        self.path(_rounded(points, radius), kind)

    def arrow(self, points: Sequence[Point], kind: str, *, radius: float = 10) -> None:
        """A line as above, with an arrowhead whose tip is the last point.

        Args:
            kind: the line's classes; the first one is a key of :data:`HEADS`.
        """
        (x0, y0), (x, y) = points[-2:]
        length = HEADS[kind.split()[0]]
        dx, dy = (x > x0) - (x < x0), (y > y0) - (y < y0)
        base = (x - dx * (length - 1), y - dy * (length - 1))
        self.line([*points[:-1], base], kind, radius=radius)
        bx, by, half = x - dx * length, y - dy * length, length / 2
        self.path(
            f"M{x:.5g} {y:.5g}L{bx - dy * half:.5g} {by + dx * half:.5g}"
            f"L{bx + dy * half:.5g} {by - dx * half:.5g}Z",
            f"head {kind.split()[0]}",
        )

    def chip(self, x: float, y: float, w: float, kind: str, text: str, *, h: float = CHIP) -> None:
        """A part of a block, centred on (x, y).

        Args:
            kind: classes; ``relu`` and ``factor`` are capsules, all others have corners.
            text: markup; in maths if it is a single italic letter.
        """
        capsule = kind.split()[0] in ("relu", "factor")
        self.box(x - w / 2, y - h / 2, w, h, f"chip {kind}", h / 2 if capsule else 4)
        if kind.split()[0] == "relu" and w >= HINGED:
            left = x - (label_width(text) + 15) / 2
            self.path(f"M{left:.5g} {y + 4:.5g}h5l5 -8", "hinge")
            self.text(left + 15, y + 4.5, text)
        else:
            maths = text.startswith("*F*") or text.startswith("*W*")
            self.text(x, y + (5.5 if maths else 4.5), text, "maths" if maths else "label", "middle")

    def plus(self, x: float, y: float, radius: float = 11) -> None:
        """The addition."""
        arm = radius - 5
        self._items.append(f'<circle cx="{x:.5g}" cy="{y:.5g}" r="{radius:g}" class="plus"/>')
        self.path(f"M{x - arm:.5g} {y:.5g}h{2 * arm:g}M{x:.5g} {y - arm:.5g}v{2 * arm:g}", "cross")

    def dot(self, x: float, y: float, radius: float, kind: str) -> None:
        """Add a filled circle; sizes in px, `kind` is its class."""
        self._items.append(f'<circle cx="{x:.5g}" cy="{y:.5g}" r="{radius:g}" class="{kind}"/>')

    def brace(self, start: Point, end: Point, depth: float = 5) -> None:
        """A bracket from `start` to `end`, open towards them: at the side (depth in x) or below."""
        (x, y), (x1, y1) = start, end
        if x == x1:
            self.path(f"M{x:.5g} {y:.5g}h{-depth:g}V{y1:.5g}h{depth:g}", "axis")
        else:
            self.path(f"M{x:.5g} {y:.5g}v{depth:g}H{x1:.5g}v{-depth:g}", "axis")

    def svg(self, alt: str, kind: str, style: str = "") -> str:
        """One ``<svg>`` element.

        Args:
            alt: the alternative text.
            kind: its class, which says which of two widths it is.
            style: a style sheet to put inside.
        """
        w, h = f"{self.width:g}", f"{self.height:g}"
        sheet = f"<style>{style}</style>" if style else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(alt)}" '
            f'class="diagram {kind}" width="{w}" height="{h}" viewBox="0 0 {w} {h}">'
            f"{sheet}{''.join(self._items)}</svg>"
        )


def _rounded(points: Sequence[Point], radius: float) -> str:
    parts = [f"M{points[0][0]:.5g} {points[0][1]:.5g}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        room = min(
            _length(before, corner), _length(corner, after) / (2 if after != points[-1] else 1)
        )
        r = min(radius, room)
        (ax, ay), (bx, by) = _towards(corner, before, r), _towards(corner, after, r)
        parts.append(f"L{ax:.5g} {ay:.5g}Q{corner[0]:.5g} {corner[1]:.5g} {bx:.5g} {by:.5g}")
    parts.append(f"L{points[-1][0]:.5g} {points[-1][1]:.5g}")
    return "".join(parts)


def _length(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _towards(a: Point, b: Point, distance: float) -> Point:
    share = distance / (_length(a, b) or 1)
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
