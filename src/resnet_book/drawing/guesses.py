"""The reader's curve in a figure of the chapter: the positions of its points.

The page's script draws the curve that the reader guessed into the figure of the measurement
(``explorers/js/src/predict/in-figure.js``). The figure's attributes give the positions, for
both forms; without a script it is an ordinary figure.
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
        x: the curve's x values, in the unit of the axis.
        low, high: the ends of the vertical axis on which it was drawn.
    """

    x: Sequence[float]
    low: float
    high: float

    def attributes(self, figure: Figure) -> str:
        """The attributes of the ``<svg>`` of a figure that has been drawn, in the SVG's unit.

        ``data-at`` has the horizontal position of each x; ``data-low`` and ``data-high`` are the
        vertical positions of the axis's ends.
        """
        at = [_place(figure, x, self.low)[0] for x in self.x]
        low, high = (_place(figure, self.x[0], y)[1] for y in (self.low, self.high))
        places = " ".join(f"{place:.1f}" for place in at)
        return f'data-at="{places}" data-low="{low:.1f}" data-high="{high:.1f}"'

    def fit(self, axes: Axes) -> None:
        """Extend the axes to those of the guess."""
        axes.set_ylim(self.low, self.high)


def _place(figure: Figure, x: float, y: float) -> tuple[float, float]:
    """The position of a point on the figure's first axes, in points from the left and the top."""
    across, up = figure.axes[0].transData.transform((x, y)) * 72 / figure.dpi
    return float(across), float(figure.get_figheight() * 72 - up)
