"""A matplotlib figure that can be read everywhere: light, dark, phone, screen reader, PDF.

In a notebook or on the website it is an inline SVG whose text and axes take the page's own text
colour; where only images are shown (PDF, GitHub) it is a PNG on white.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import Any

import matplotlib
from matplotlib.figure import Figure

from resnet_book.palette import GREY

# Stands for the page's text colour, which replaces it in the SVG; nothing else has this colour.
_INK = "#010203"


_STYLE: Any = {
    "font.family": "sans-serif",
    "font.size": 11,
    "svg.fonttype": "none",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "axes.grid": True,
    "grid.color": GREY,
    "grid.alpha": 0.25,
    "grid.linewidth": 0.6,
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
}


@contextmanager
def drawing(
    width: float = 5.2, height: float = 3.4, **subplots: Any
) -> Iterator[tuple[Figure, Any]]:
    """A context for drawing: ``with drawing() as (figure, axes): …``, in the book's style.

    Args:
        width, height: inches; at most 7 wide. 5.2 stays legible on a phone of 390 pixels.
        subplots: passed on to ``Figure.subplots``.
    """
    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        yield figure, figure.subplots(**subplots)


class Picture:
    """A figure and its alternative text.

    Args:
        figure: matplotlib's, drawn inside :func:`drawing`.
        alt: the alternative text: what the figure shows.

    Raises:
        ValueError: if `alt` is empty.
    """

    def __init__(self, figure: Figure, alt: str) -> None:
        if not alt.strip():
            raise ValueError("alt is empty: say what is seen in the figure")
        self.figure, self.alt = figure, " ".join(alt.split())
        # Of the PNG on a page, in pixels.
        self.width, self.height = (round(inches * 96) for inches in figure.get_size_inches())
        self._png: bytes | None = None

    def svg(self) -> str:
        """One ``<svg>`` element, as wide as the page allows, with the alternative text."""
        stream = io.StringIO()
        with matplotlib.rc_context({**_STYLE, "svg.hashsalt": self.alt}):
            self.figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None})
        text = stream.getvalue()
        text = text[text.index("<svg") :].replace(_INK, "currentColor")
        # The SVG's style sheet would apply to the whole page; its rules go to this element instead.
        text = re.sub(r"\s*<(metadata|style)\b.*?</\1>", "", text, flags=re.DOTALL)
        # Ids are unique within one figure only; two figures stand on one page.
        prefix = f"p{zlib.crc32(self.alt.encode()):x}-"
        text = re.sub(r'\bid="', f'id="{prefix}', text)
        text = re.sub(r'(href="#|url\(#)', rf"\g<1>{prefix}", text)
        width = re.findall(r'width="([\d.]+)pt"', text)[0]
        text = re.sub(r'\s(width|height)="[\d.]+pt"', "", text, count=2)
        attributes = (
            f'<svg role="img" aria-label="{escape(self.alt)}" '
            f'style="width:100%;max-width:{float(width) * 4 / 3:.0f}px;height:auto;'
            'stroke-linejoin:round;stroke-linecap:butt" '
        )
        return text.replace("<svg ", attributes, 1)

    def html(self) -> str:
        """The figure for a page."""
        return f'<figure class="measured">{self.svg()}</figure>'

    def png(self) -> bytes:
        """The figure on white, 144 dots per inch; drawn once."""
        if self._png is None:
            stream = io.BytesIO()
            with matplotlib.rc_context(_STYLE):
                self.figure.savefig(stream, format="png", dpi=144, facecolor="white")
            self._png = stream.getvalue()
        return self._png

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> dict[str, object]:
        return {"text/html": self.html(), "image/png": self.png(), "text/plain": self.alt}
