"""A drawing for a page: both widths in one figure, in the page's colours, light and dark.

The style sheet is inside the first SVG, so that a drawing looks the same on the website, in Jupyter
and in Colab, and as a file of its own.
"""

from __future__ import annotations

from resnet_book.drawing import captions
from resnet_book.drawing.captions import Captioned
from resnet_book.drawing.diagrams.svg.bitmaps import png
from resnet_book.drawing.diagrams.svg.canvas import Canvas
from resnet_book.drawing.diagrams.svg.style_sheet import STYLE


class Diagram(Captioned):
    """A drawing of structure, in two widths, with its alternative text.

    Args:
        wide, narrow: the drawing for a column of 688 px and for a phone.
        alt: the alternative text: what is seen.

    Raises:
        ValueError: if `alt` is empty.
    """

    kind = "diagram"

    def __init__(self, wide: Canvas, narrow: Canvas, alt: str) -> None:
        if not alt.strip():
            raise ValueError("alt is empty: say what is seen in the drawing")
        self.wide, self.narrow, self.alt = wide, narrow, " ".join(alt.split())
        self._png: bytes | None = None

    def svg(self, *, narrow: bool = False) -> str:
        """One SVG that stands alone, for a column of 688 px, or for one of 342 px."""
        # Its class is that of a drawing which is always shown.
        return (self.narrow if narrow else self.wide).svg(self.alt, "alone", STYLE)

    def body(self) -> str:
        """Both widths, of which the page shows the one that fits."""
        wide = self.wide.svg(self.alt, "wide", STYLE + captions.STYLE)
        return wide + self.narrow.svg(self.alt, "narrow")

    def png(self) -> bytes:
        """The wide drawing on white, for what shows only images; drawn once."""
        if self._png is None:
            self._png = png(self.svg())
        return self._png
