"""A matplotlib figure that can be read everywhere: light, dark, phone, screen reader, PDF.

In a notebook or on the website it is an inline SVG whose text and axes take the page's own text
colour; if only images can be shown (PDF, GitHub), it is a PNG on white. It is drawn twice, for a
column and for a phone, so that no text is ever below 12 px.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from resnet_book.drawing import captions
from resnet_book.drawing.captions import Captioned
from resnet_book.drawing.guesses import Guessed
from resnet_book.drawing.labels import raise_titles
from resnet_book.drawing.page_svg import page_svg
from resnet_book.palette import GREY

WIDE, NARROW = 688, 342  # px: the column of a page, and that of a phone
LEAST = 640  # px: in narrower columns the wide form's text would be smaller than 12 px
PAD = 12  # px above and below axes: the layout reserves only half the height of text above them
FONT = {WIDE: 13, NARROW: 12}  # px

# Placeholder for the page's text colour, which replaces it in the SVG; used for nothing else.
_INK = "#010203"

_STYLE: Any = {
    "font.family": "sans-serif",
    "font.size": 13.2,  # points: 12 px if a figure 5.2 inches wide is shown 342 px wide
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": "medium",
    "axes.titlelocation": "left",
    "axes.grid": True,
    "grid.color": GREY,
    "grid.alpha": 0.25,
    "grid.linewidth": 0.6,
    "legend.fontsize": "medium",
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    **{
        f"{part}": _INK
        for part in (
            "text.color",
            "axes.labelcolor",
            "axes.edgecolor",
            "axes.titlecolor",
            "xtick.color",
            "ytick.color",
            "legend.labelcolor",
        )
    },
    # The grid shows where the ticks are.
    **{f"xtick.{part}": False for part in ("bottom", "top", "minor.bottom")},
    **{f"ytick.{part}": False for part in ("left", "right", "minor.left")},
}

# The column's width decides which form is shown; a figure with only one form is always shown.
_STYLE_SHEET = (
    "figure.measured{container:measured/inline-size;margin:1.25rem 0;padding:0;max-width:100%}"
    "svg.measured{display:block;max-width:100%;height:auto;overflow:visible}"
    f"svg.measured.narrow{{display:none;width:100%;max-width:{WIDE - 200}px}}"
    f"@container measured (max-width:{LEAST - 0.5}px)"
    "{svg.measured.narrow{display:block}svg.measured.wide{display:none}}"
)


@contextmanager
def drawing(
    width: float = 5.2, height: float = 3.4, **subplots: Any
) -> Iterator[tuple[Figure, Any]]:
    """A context for one figure in the book's style: ``with drawing() as (figure, axes): …``.

    Args:
        width, height: inches; at most 7.2 wide.
        subplots: passed on to ``Figure.subplots``.
    """
    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        yield figure, figure.subplots(**subplots)


class BothWidths:
    """Draws a figure twice, for a column and for a phone: ``for figure, axes in both: …``.

    Args:
        wide, narrow: heights of the two figures in px, unless the drawing code sets them.
        subplots: passed on to ``Figure.subplots``.
    """

    def __init__(self, wide: float = 300, narrow: float = 300, **subplots: Any) -> None:
        self.heights, self.subplots = {WIDE: wide, NARROW: narrow}, subplots
        self.figures: list[Figure] = []

    def __iter__(self) -> Iterator[tuple[Figure, Any]]:
        self.figures = []
        for width, height in self.heights.items():
            with matplotlib.rc_context(_STYLE | {"font.size": FONT[width] * 0.75}):
                layout = ConstrainedLayoutEngine(h_pad=PAD / 96)
                figure = Figure(figsize=(width / 96, height / 96), layout=layout)
                yield figure, figure.subplots(**self.subplots)
                raise_titles(figure)
            self.figures.append(figure)

    def picture(self, alt: str, guessed: Guessed | None = None) -> Picture:
        """The two figures, with their alternative text; `guessed` as in :class:`Picture`."""
        wide, narrow = self.figures
        return Picture(wide, alt, narrow, guessed)


class Picture(Captioned):
    """A figure and its alternative text.

    Args:
        figure: matplotlib's, drawn inside :func:`drawing` or :class:`BothWidths`.
        alt: the alternative text: what the figure shows.
        narrow: the same figure for a phone; if left out, `figure` is shown at every width.
        guessed: the axes of the reader's curve, which the page's script adds to the figure.

    Raises:
        ValueError: if `alt` is empty.
    """

    kind = "measured"

    def __init__(
        self,
        figure: Figure,
        alt: str,
        narrow: Figure | None = None,
        guessed: Guessed | None = None,
    ) -> None:
        if not alt.strip():
            raise ValueError("alt is empty: say what is seen in the figure")
        self.figure, self.alt, self.narrow = figure, " ".join(alt.split()), narrow
        self.guessed = guessed
        # Of the PNG on a page, in pixels.
        self.width, self.height = (round(inches * 96) for inches in figure.get_size_inches())
        self._png: bytes | None = None

    def phone(self) -> Picture:
        """Only the form for a phone, which is legible at every width."""
        return Picture(self.narrow or self.figure, self.alt)

    def svg(self, *, narrow: bool = False) -> str:
        """One self-contained ``<svg>`` element, for a column or for a phone."""
        figure = self.narrow if narrow and self.narrow else self.figure
        return page_svg(figure, self.alt, "measured", _INK)

    def body(self) -> str:
        """Both forms; a page shows the one that fits."""
        sheet = _STYLE_SHEET + captions.STYLE
        if not self.narrow:
            return self._form(self.figure, "measured", sheet)
        wide = self._form(self.figure, "measured wide", sheet)
        return wide + self._form(self.narrow, "measured narrow")

    def _form(self, figure: Figure, kind: str, sheet: str = "") -> str:
        svg = page_svg(figure, self.alt, kind, _INK, sheet)
        if self.guessed is None:
            return svg
        return svg.replace("<svg ", f"<svg {self.guessed.attributes(figure)} ", 1)

    def png(self) -> bytes:
        """The figure on white, 144 dots per inch; cached."""
        if self._png is None:
            stream = io.BytesIO()
            with matplotlib.rc_context(_STYLE):
                self.figure.savefig(stream, format="png", dpi=144, facecolor="white")
            self._png = stream.getvalue()
        return self._png
