"""Captions of figures: the number, the takeaway, and a description of the figure.

Plots and drawings of structure share them, so that a numbered figure is the same element on the
website, in Jupyter and in Colab. Explorers and predictions have no number.
"""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass
from html import escape
from typing import ClassVar, Self

from resnet_book.words import unbroken

# Needed on every page with a figure; included in each figure's own style sheet.
STYLE = (
    "figure:is(.measured,.diagram)>figcaption{color:inherit;font-family:inherit;font-size:.9rem;"
    "font-weight:400;line-height:1.5;margin:.5rem 0 0;padding:0;text-align:left}"
    "figure:is(.measured,.diagram)>figcaption>strong{font-weight:600}"
    "figure:is(.measured,.diagram)>figcaption>span{opacity:.85}"
)


@dataclass(frozen=True)
class Caption:
    """A caption: ``Figure 2.3.``, the takeaway in bold, then the description.

    Args:
        number: of the chapter and of the figure within it, such as ``2.3`` or ``5b.3``; ``E2.3`` in
            the chapter's evidence.
        takeaway: one sentence that claims no more than was measured.
        about: the description: the lines or marks, the data, and the number of seeds.

    Raises:
        ValueError: for another form of number, or a takeaway that is not a sentence.
    """

    number: str
    takeaway: str
    about: str = ""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"E?\d+[a-z]?\.\d+", self.number):
            raise ValueError(f"number {self.number!r} is not like '2.3': chapter, dot, figure")
        if not re.search(r"\w.*[.!?]$", self.takeaway):
            raise ValueError(f"takeaway {self.takeaway!r} is not a sentence that ends with a stop")

    @property
    def name(self) -> str:
        """``Figure 2.3``, as the text refers to it."""
        return f"Figure {self.number}"

    @property
    def anchor(self) -> str:
        """The figure's id on a page."""
        return f"figure-{self.number.replace('.', '-')}"

    @property
    def text(self) -> str:
        """The whole caption as plain text."""
        return " ".join(filter(None, (f"{self.name}.", self.takeaway, self.about)))

    def html(self) -> str:
        """The caption as an element; numbers stay on a line with their units."""
        lead, about = (escape(unbroken(each), quote=False) for each in (self.takeaway, self.about))
        about = f" <span>{about}</span>" if about else ""
        return f"<figcaption><strong>{self.name}. {lead}</strong>{about}</figcaption>"


class Captioned:
    """A figure for a page, to which a number and a caption can be given.

    Attributes:
        kind: class of its element.
        alt: the alternative text.
        caption: None until it has a number.
    """

    kind: ClassVar[str]
    alt: str
    caption: Caption | None = None

    def body(self) -> str:
        """The content above the caption, as HTML."""
        raise NotImplementedError

    def png(self) -> bytes:
        """The figure on white, for programs that show only images."""
        raise NotImplementedError

    def numbered(self, number: str, takeaway: str, about: str = "") -> Self:
        """The same figure with a number and a caption; see :class:`Caption`."""
        found = copy(self)
        found.caption = Caption(number, takeaway, about)
        return found

    def html(self) -> str:
        """The figure for a page."""
        anchor = f' id="{self.caption.anchor}"' if self.caption else ""
        caption = self.caption.html() if self.caption else ""
        return f'<figure class="{self.kind}"{anchor}>{self.body()}{caption}</figure>'

    def text(self) -> str:
        """Caption and alternative text, for programs that show only text."""
        return f"{self.caption.text}\n\n{self.alt}" if self.caption else self.alt

    def _repr_html_(self) -> str:
        return self.html()

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> dict[str, object]:
        return {"text/html": self.html(), "image/png": self.png(), "text/plain": self.text()}
