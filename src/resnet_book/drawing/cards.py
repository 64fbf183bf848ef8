"""Cards that lead to pages of the book: a picture, a heading, a sentence.

They are HTML with its own style sheet, so that they look the same on the website, in Jupyter and
in Colab.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from resnet_book.addresses import page
from resnet_book.drawing.card_pictures import CardPicture, block_and_shortcut
from resnet_book.drawing.diagrams.svg.style_sheet import STYLE as DRAWING
from resnet_book.drawing.diagrams.svg.style_sheet import shortened
from resnet_book.palette import COLOURS

_RULES = """
.page-cards {
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 13rem), 1fr));
  gap: 0.9rem;
  margin: 1.25rem 0;
}
.page-cards .page-card {
  display: block;
  padding: 0.9rem;
  border: 1px solid color-mix(in srgb, currentColor 25%, transparent);
  border-radius: 0.5rem;
  color: inherit;
  text-decoration: none;
}
.page-cards .page-card:is(:hover, :focus-visible) { border-color: BLUE; }
.page-cards .page-card:hover strong { text-decoration: underline; }
.page-cards .page-card svg.diagram { width: 100%; }
.page-cards strong { display: block; margin: 0.5rem 0 0.15rem; line-height: 1.3; }
.page-cards span span { display: block; font-size: 0.9rem; line-height: 1.4; }
.page-cards .agrees { fill: var(--green); stroke: var(--green); }
.page-cards .agrees.small { fill: color-mix(in srgb, var(--green) 25%, transparent); }
.page-cards .differs { fill: none; stroke: currentColor; stroke-width: 2; }
@media (max-width: 600px) {
  .page-cards .page-card {
    display: grid;
    grid-template-columns: 7.5rem 1fr;
    gap: 0.9rem;
    align-items: center;
  }
  .page-cards strong { margin-top: 0; }
}
.start { display: flex; align-items: center; gap: 1.5rem; }
.start .start-link {
  flex: none;
  padding: 0.7rem 1.4rem;
  border-radius: 0.4rem;
  background: color-mix(in srgb, BLUE 85%, black);
  color: white;
  font-weight: 600;
  text-decoration: none;
}
.start .start-link:hover { background: color-mix(in srgb, BLUE 70%, black); color: white; }
.start svg.diagram { margin: 0; height: 3.5rem; width: auto; min-width: 0; }
"""
# The page's colour, or the palette's if the page has none, as in a notebook.
_FILLED = _RULES.replace("BLUE", f"var(--residual, {COLOURS['residual']})")
STYLE = DRAWING + shortened(_FILLED)


@dataclass(frozen=True)
class Card:
    """One card.

    Attributes:
        name: of the page that it links to, in the folder of the page with the card:
            ``01-degradation``.
        title: its heading.
        sentence: below the heading.
        picture: above the heading; next to it on a phone.
    """

    name: str
    title: str
    sentence: str
    picture: CardPicture


class Cards:
    """Several cards for a page, side by side, one below the other on a phone.

    Args:
        cards: at least one.
        label: describes the cards for screen readers.
    """

    def __init__(self, *cards: Card, label: str) -> None:
        self.cards, self.label = cards, label

    def html(self) -> str:
        """All cards; a card is one link, whose name is its heading and its sentence."""
        links = "".join(
            f'<a class="page-card" href="{escape(page(card.name))}">'
            f"{card.picture.svg('' if i else STYLE)}"
            f"<span><strong>{escape(card.title)}</strong>"
            f"<span>{escape(card.sentence)}</span></span></a>"
            for i, card in enumerate(self.cards)
        )
        return f'<nav class="page-cards" aria-label="{escape(self.label)}">{links}</nav>'

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> dict[str, object]:
        text = "\n".join(f"{card.title}: {card.sentence}" for card in self.cards)
        return {"text/html": self.html(), "text/plain": text}


class Start:
    """A button that links to a page, and the block next to it.

    Args:
        name: of the page, as of a card.
        text: on the button.
    """

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text

    def html(self) -> str:
        """The link and the drawing, as an element."""
        link = f'<a class="start-link" href="{escape(page(self.name))}">{escape(self.text)}</a>'
        return f'<div class="start">{link}{block_and_shortcut().svg(STYLE)}</div>'

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> dict[str, object]:
        return {"text/html": self.html(), "text/plain": self.text}
