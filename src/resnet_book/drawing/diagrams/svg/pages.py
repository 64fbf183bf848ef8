"""A drawing for a page: both widths in one figure, in the page's colours, light and dark.

The style sheet is inside the first SVG, so that a drawing looks the same on the website, in Jupyter
and in Colab, and as a separate file.
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
        alt: the alternative text, a description of the drawing.

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
        """One self-contained SVG, for a column of 688 px or of 342 px."""
        # The class of a drawing that is always shown.
        return (self.narrow if narrow else self.wide).svg(self.alt, "alone", STYLE)

    def body(self) -> str:
        """Both widths; the page shows the one that fits."""
        wide = self.wide.svg(self.alt, "wide", STYLE + captions.STYLE)
        return wide + self.narrow.svg(self.alt, "narrow")

    def png(self) -> bytes:
        """The wide drawing on white, for programs that show only images; cached."""
        if self._png is None:
            self._png = png(self.svg())
        return self._png
