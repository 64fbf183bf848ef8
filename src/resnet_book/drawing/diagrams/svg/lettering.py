"""Words in a drawing: sizes, italics, subscripts, and the box that each text fills.

Markup: ``*x*`` is italic, ``_{l}`` a subscript, ``|ReLU|`` upright in a formula. In a legend,
italics and subscripts are as large as in a formula.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from resnet_book.drawing.diagrams.svg.fonts import BOLD, MATHS, SANS, text_width

# Class of a text → size in px and the fonts that it is measured in.
SIZES: dict[str, tuple[float, tuple[str, ...]]] = {
    "label": (13, SANS),
    "title": (14, BOLD),
    "letter": (20, BOLD),
    "note": (12, SANS),
    "noted": (12, SANS),  # a note in the colour of the text
    "legend": (12, SANS),  # a note that explains symbols
    "figure": (13, BOLD),
    "inverse": (12, BOLD),  # on a dark bar
    "tick": (18, BOLD),  # arrived
    "maths": (17, MATHS),
}
LEADING = {"legend": 19}  # px from line to line, if not the font size plus 3
SMALL = 0.72  # of a subscript; at 17 px, just above the smallest text of the book
UPRIGHT = 0.82  # of a name in a formula

NO_BREAK = "\u00a0"

_PARTS = re.compile(r"(\*[^*]+\*|_\{[^}]+\}|\|[^|]+\|)")


@dataclass(frozen=True)
class Run:
    """A piece of text in one style: ``plain``, ``italic``, ``sub`` or ``upright``."""

    text: str
    style: str


@dataclass(frozen=True)
class Label:
    """A text in a drawing.

    Attributes:
        x, y: of its anchor, on the baseline, in px.
        markup: see the module's docstring.
        kind: a key of :data:`SIZES`.
        anchor: ``start``, ``middle`` or ``end``.
    """

    x: float
    y: float
    markup: str
    kind: str = "label"
    anchor: str = "start"

    @property
    def width(self) -> float:
        """Of its text, in px."""
        return label_width(self.markup, self.kind)

    @property
    def text(self) -> str:
        """Without markup."""
        return "".join(run.text for run in runs(self.markup))

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom, in px."""
        size = max((size_of(run, self.kind) for run in runs(self.markup)), default=0)
        start = self.x - self.width * {"start": 0, "middle": 0.5, "end": 1}[self.anchor]
        deep = 0.4 if "_{" in self.markup else 0.22
        return start, self.y - 0.78 * size, start + self.width, self.y + deep * size

    def svg(self) -> str:
        """The text as an element of SVG."""
        anchor = "" if self.anchor == "start" else f' text-anchor="{self.anchor}"'
        spans = "".join(map(_span, runs(self.markup)))
        return f'<text x="{self.x:g}" y="{self.y:g}" class="{self.kind}"{anchor}>{spans}</text>'


def runs(markup: str) -> list[Run]:
    """Split markup into pieces of one style."""
    found = []
    for part in filter(None, _PARTS.split(markup)):
        if part.startswith("*"):
            found.append(Run(part[1:-1], "italic"))
        elif part.startswith("_{"):
            found.append(Run(part[2:-1], "sub"))
        elif part.startswith("|"):
            found.append(Run(part[1:-1], "upright"))
        else:
            found.append(Run(part, "plain"))
    return found


def size_of(run: Run, kind: str) -> float:
    """The font size of a piece of text, in px."""
    base = "maths" if kind == "legend" and run.style in ("italic", "sub") else kind
    return SIZES[base][0] * {"sub": SMALL, "upright": UPRIGHT}.get(run.style, 1)


def label_width(markup: str, kind: str = "label") -> float:
    """Width of a text in px."""
    total = 0.0
    for run in runs(markup):
        symbol = kind == "legend" and run.style in ("italic", "sub")
        fonts = SANS if run.style == "upright" else MATHS if symbol else SIZES[kind][1]
        total += text_width(run.text, size_of(run, kind), fonts)
    return total


def wrap(text: str, width: float, kind: str = "note") -> list[str]:
    """Break a text into lines of at most `width` px, between words.

    There are as few lines as possible, of about equal length, so that no word is alone on the last
    line. Text from :func:`unbroken` stays on one line.
    """
    lines = _filled(text, width, kind)
    least, most = max((label_width(word, kind) for word in _words(text)), default=0), width
    while most - least > 1:
        middle = (least + most) / 2
        narrower = _filled(text, middle, kind)
        if len(narrower) > len(lines):
            least = middle
        else:
            lines, most = narrower, middle
    return lines


def unbroken(text: str, width: float = 325, kind: str = "legend") -> str:
    """The text with non-breaking spaces, if it fits into `width` px."""
    return text.replace(" ", NO_BREAK) if label_width(text, kind) <= width else text


def _words(text: str) -> list[str]:
    """Split at spaces, but not at non-breaking ones, as `str.split` would."""
    return [word for word in text.split(" ") if word]


def _filled(text: str, width: float, kind: str) -> list[str]:
    """Fill each line with as many words as fit."""
    lines: list[str] = []
    for word in _words(text):
        if lines and label_width(f"{lines[-1]} {word}", kind) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _span(run: Run) -> str:
    text = escape(run.text)
    if run.style == "plain":
        return text
    if run.style == "sub":
        # Letters are italic, digits are not; an empty span returns to the baseline.
        text = re.sub(r"[A-Za-z]+", r'<tspan class="italic">\g<0></tspan>', run.text)
        return f'<tspan dy="4" class="sub">{text}</tspan><tspan dy="-4">&#8203;</tspan>'
    return f'<tspan class="{run.style}">{text}</tspan>'
