"""A drawing for a page: both widths in one figure, in the page's colours, light and dark.

The style sheet is inside the first SVG, so that a drawing looks the same on the website, in Jupyter
and in Colab, and as a file of its own.
"""

from __future__ import annotations

from resnet_book.drawing.diagrams.canvas import Canvas
from resnet_book.drawing.diagrams.style_sheet import STYLE


class Diagram:
    """A drawing of structure, in two widths, with its alternative text.

    Args:
        wide, narrow: the drawing for a column of 688 px and for a phone.
        alt: the alternative text: what is seen.

    Raises:
        ValueError: if `alt` is empty.
    """

    def __init__(self, wide: Canvas, narrow: Canvas, alt: str) -> None:
        if not alt.strip():
            raise ValueError("alt is empty: say what is seen in the drawing")
        self.wide, self.narrow, self.alt = wide, narrow, " ".join(alt.split())

    def svg(self, *, narrow: bool = False) -> str:
        """One SVG that stands alone, for a column of 688 px, or for one of 342 px."""
        # Its class is that of a drawing which is always shown.
        return (self.narrow if narrow else self.wide).svg(self.alt, "alone", STYLE)

    def html(self) -> str:
        """The figure for a page: both widths, of which the page shows the one that fits."""
        wide = self.wide.svg(self.alt, "wide", STYLE)
        return f'<figure class="diagram">{wide}{self.narrow.svg(self.alt, "narrow")}</figure>'

    def _repr_html_(self) -> str:
        return self.html()

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> dict[str, object]:
        return {"text/html": self.html(), "text/plain": self.alt}
