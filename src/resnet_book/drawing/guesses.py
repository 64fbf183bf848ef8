"""A reader's curve in the chapter's own figure: where its points lie there.

The page's script draws the curve that the reader guessed into the figure of what was measured
(``explorers/js/src/predict/in-figure.js``). The figure says in its attributes where that is, for
its two forms; without a script it is a figure as all others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure


@dataclass(frozen=True)
class Guessed:
    """The axes that a reader's curve was drawn on.

    Args:
        x: its places, in the axes' own unit.
        low, high: the ends of the vertical axis on which it was drawn.
    """

    x: Sequence[float]
    low: float
    high: float

    def attributes(self, figure: Figure) -> str:
        """Of a figure that has been drawn, as attributes of its ``<svg>``, in the SVG's unit.

        ``data-at`` has the horizontal place of each x; ``data-low`` and ``data-high`` are the
        heights of the axis's ends.
        """
        at = [_place(figure, x, self.low)[0] for x in self.x]
        low, high = (_place(figure, self.x[0], y)[1] for y in (self.low, self.high))
        places = " ".join(f"{place:.1f}" for place in at)
        return f'data-at="{places}" data-low="{low:.1f}" data-high="{high:.1f}"'

    def fit(self, axes: Axes) -> None:
        """Let the axes reach as far as those of the guess."""
        axes.set_ylim(self.low, self.high)


def _place(figure: Figure, x: float, y: float) -> tuple[float, float]:
    """Of a point on the figure's first axes: points from the left, and from the top."""
    across, up = figure.axes[0].transData.transform((x, y)) * 72 / figure.dpi
    return float(across), float(figure.get_figheight() * 72 - up)
