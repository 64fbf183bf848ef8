"""What all explorers share: one state, four views of it.

An explorer's state is plain JSON, and all that its JavaScript needs. It is shown as a live widget
(Jupyter, Colab), as a ``<figure>`` that the website's script brings to life, as a table where no
script runs, and as a picture in print.
"""

from __future__ import annotations

import base64
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from resnet_book import palette
from resnet_book.choices import one_of
from resnet_book.drawing.pictures import Picture
from resnet_book.explorers.common_words import STILL
from resnet_book.words import KINDS

STATIC = Path(__file__).parent / "static"
SCRIPT = STATIC / "widget.js"

# How plain and residual networks look: what the JavaScript knows of palette and words.
LOOKS = {
    kind: {
        "colour": palette.colour(kind),
        "symbol": palette.SYMBOLS[palette.MARKER[kind]],
        "label": label,
    }
    for kind, label in KINDS.items()
}


@dataclass(frozen=True)
class Control:
    """What a reader sets: a slider, a list, a button or a row of options.

    Attributes:
        name: of the explorer's trait, and in the page's address.
        label: beside the control.
        options: the values and their labels, in order.
        kind: ``range`` (a slider over the options), ``select`` (a list), ``tick`` (a box to tick,
            over two options), ``toggle`` (a button that is pressed or not; its options are False
            and True), ``choice`` (a row of which one is chosen) or ``several`` (a row of which any
            number are; the value is a list).
        per: the options may depend on another control: its name, and then `options` holds pairs
            (that control's value, options).
    """

    name: str
    label: str
    options: tuple[tuple[Any, Any], ...]
    kind: str = "select"
    per: str = ""

    def values(self, chosen: Mapping[str, object]) -> list[object]:
        """The values that may be chosen, given the other controls' values."""
        options = dict(self.options)[chosen[self.per]] if self.per else self.options
        return [value for value, _ in options]

    def refuse(self, value: Any, chosen: Mapping[str, object]) -> None:
        """Raise a ``ValueError`` unless the value may be chosen, given the other controls'."""
        for each in value if self.kind == "several" else [value]:
            one_of(self.name, each, self.values(chosen))

    def kept(self, value: Any, chosen: Mapping[str, object]) -> object:
        """What remains of a value among the options: itself, a part of the list, or the first."""
        allowed = self.values(chosen)
        if self.kind == "several":
            return [each for each in value if each in allowed]
        return value if value in allowed else allowed[0]

    def state(self) -> dict[str, Any]:
        if self.per:
            options: object = {value: [list(o) for o in each] for value, each in self.options}
        else:
            options = [list(option) for option in self.options]
        return asdict(self) | {"options": options}


@dataclass(frozen=True)
class Table:
    """The main numbers, for screen readers, print and pages without script."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def html(self) -> str:
        head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in self.head)
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
            for row in self.rows
        )
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        return f'<div class="scrolls">{table}</div>'  # its box, where it is too wide


class Explorer(anywidget.AnyWidget):
    """The base of all explorers.

    Args:
        name: of this explorer in its page's address; unique within the page.
        caption: below the figure: what is drawn and where it comes from.
        controls: each with its first value; the value is a trait of the same name, which follows
            the control and moves it.
        content: all further numbers that the JavaScript draws; plain JSON, without NaN.
        table: the main numbers.
        words: all that the JavaScript says: key → sentence with {places}; see ``common_words``.
        compact: a small figure: tighter, and without the buttons below it.

    Raises:
        ValueError: a value is not among its control's options.
    """

    _esm = SCRIPT
    _css = palette.css()

    kind = traitlets.Unicode().tag(sync=True)
    name = traitlets.Unicode().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    pinned = traitlets.Dict().tag(sync=True)

    height = 36.0  # rem, kept free on the page for the figure before its script has run
    narrow_height = 42.0  # the same on a phone

    def __init__(
        self,
        kind: str,
        name: str,
        caption: str,
        controls: Iterable[tuple[Control, object]],
        content: Mapping[str, object],
        table: Table,
        words: Mapping[str, str],
        *,
        compact: bool = False,
    ) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
            raise ValueError(
                f"name {name!r} is not of small letters, figures and -, a letter first"
            )
        controls = list(controls)
        self.controls = {control.name: control for control, _ in controls}
        self.caption, self.table = caption, table
        values = {control.name: value for control, value in controls}
        for control, value in controls:
            control.refuse(value, values)
        state: dict[str, Any] = {
            "controls": [control.state() for control, _ in controls],
            "caption": caption,
            "content": dict(content),
            "words": dict(words),
            "looks": LOOKS,
            "compact": compact,
        }
        json.dumps(state, allow_nan=False)  # an error here, rather than a figure that stays empty
        full = state | {"table": {"head": table.head, "rows": table.rows}}
        super().__init__(kind=kind, name=name, state=full)
        traits = {control.name: traitlets.Any(value).tag(sync=True) for control, value in controls}
        self.add_traits(**traits)
        if traits:
            self.observe(self._check, names=list(traits))

    def _check(self, change: traitlets.Bunch) -> None:
        """Refuse a value that its control does not offer; let those that depend on it follow."""
        try:
            self.controls[change.name].refuse(change.new, self.values())
        except ValueError:
            setattr(self, change.name, change.old)
            raise
        for name, control in self.controls.items():
            if control.per == change.name:
                kept = control.kept(getattr(self, name), self.values())
                if kept != getattr(self, name):
                    setattr(self, name, kept)

    def values(self) -> dict[str, object]:
        """The controls' values now."""
        return {name: getattr(self, name) for name in self.controls}

    def picture(self) -> Picture:
        """The view as it is now, for print."""
        raise NotImplementedError

    def html(self, picture: Picture | None = None) -> str:
        """The figure for a page: its state, and what stands for it without a script.

        Args:
            picture: drawn anew if left out.
        """
        whole = {
            "values": self.values(),
            "pinned": self.pinned,
            **{key: value for key, value in self.state.items() if key not in ("table", "caption")},
        }
        text = json.dumps(whole, allow_nan=False, separators=(",", ":"), ensure_ascii=False)
        text = text.replace("</", "<\\/")
        compact = "data-compact " if self.state["compact"] else ""
        return (
            f'<figure class="explorer" id="explorer-{escape(self.name)}" {compact}'
            f'data-kind="{self.kind}" '
            f'data-name="{escape(self.name)}" '
            f'style="--height:{self.height}rem;--narrow-height:{self.narrow_height}rem">'
            f'<script type="application/json">{text}</script>'
            f'<div class="fallback">{self.fallback(picture or self.picture())}</div>'
            f"<figcaption>{escape(self.caption)}</figcaption></figure>"
        )

    def fallback(self, picture: Picture) -> str:
        """What a reader gets where the script does not run, as HTML."""
        return f'<p class="still">{STILL}</p>{image(picture)}{self.table.html()}'

    # ipywidgets 7 would show only the live widget with this, and no view without a kernel.
    _ipython_display_ = None

    def _repr_mimebundle_(  # type: ignore[override]  # IPython takes a bundle without metadata
        self, **kwargs: object
    ) -> dict[str, object]:
        live = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        picture = self.picture()
        return {
            "application/vnd.jupyter.widget-view+json": live,
            "text/html": self.html(picture),
            "image/png": picture.png(),
            "text/plain": picture.alt,
        }


def image(picture: Picture) -> str:
    """A picture as an HTML element that holds it; it is decoded only where it is shown.

    It has one form, that for a phone.
    """
    picture = picture.phone()
    data = base64.b64encode(picture.png()).decode()
    return (
        f'<img loading="lazy" alt="{escape(picture.alt)}" src="data:image/png;base64,{data}" '
        f'width="{picture.width}" height="{picture.height}">'
    )


def rounded(values: Sequence[float] | float, digits: int = 4) -> Any:
    """Numbers short enough for a page: `digits` significant ones; what is not finite is None."""
    if isinstance(values, int | float):
        return float(f"{values:.{digits}g}") if math.isfinite(values) else None
    return [rounded(value, digits) for value in values]
