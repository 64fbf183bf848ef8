"""What all explorers share: one state, four views of it.

An explorer's state is plain JSON, and contains all that its JavaScript needs. It is shown as a live
widget (Jupyter, Colab), as a ``<figure>`` that the website's script makes interactive, as a table
if no script runs, and as a picture in print.
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

# How plain and residual networks look: the part of palette and words that the JavaScript gets.
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
    """A control: a slider, a list, a button or a row of options.

    Attributes:
        name: of the explorer's trait, and in the page's address.
        label: next to the control.
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
        """A value made valid: itself, the valid part of a list, or the first option."""
        allowed = self.values(chosen)
        if self.kind == "several":
            return [each for each in value if each in allowed]
        return value if value in allowed else allowed[0]

    def state(self) -> dict[str, Any]:
        """What its JavaScript gets, as JSON."""
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
        """The table as an element that can scroll."""
        head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in self.head)
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
            for row in self.rows
        )
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        return f'<div class="scrolls">{table}</div>'  # scrolls if too wide


class Explorer(anywidget.AnyWidget):
    """The base of all explorers.

    Args:
        name: of this explorer in its page's address; unique within the page.
        caption: below the figure: a description of the figure and its source.
        controls: each with its initial value; the value is a trait of the same name, in sync with
            the control.
        content: all other numbers that the JavaScript draws; plain JSON, without NaN.
        table: the main numbers.
        words: all texts of the JavaScript: key → sentence with {placeholders}; see
            ``common_words``.
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

    height = 36.0  # rem: height reserved for the figure until its script has run
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
        json.dumps(state, allow_nan=False)  # fail now, instead of showing an empty figure
        full = state | {"table": {"head": table.head, "rows": table.rows}}
        super().__init__(kind=kind, name=name, state=full)
        traits = {control.name: traitlets.Any(value).tag(sync=True) for control, value in controls}
        self.add_traits(**traits)
        if traits:
            self.observe(self._check, names=list(traits))

    def _check(self, change: traitlets.Bunch) -> None:
        """Reject a value that its control does not offer; adjust the controls that depend on it."""
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
        """The current values of the controls."""
        return {name: getattr(self, name) for name in self.controls}

    def picture(self) -> Picture:
        """The current view, for print."""
        raise NotImplementedError

    def html(self, picture: Picture | None = None) -> str:
        """The figure for a page: its state, and the replacement that is shown without a script.

        Args:
            picture: for the replacement; drawn if left out.
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
        """The replacement that is shown if the script does not run, as HTML."""
        return f'<p class="still">{STILL}</p>{image(picture)}{self.table.html()}'

    # With ipywidgets 7's method, only the live widget would be shown, and nothing without a kernel.
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
    """A picture as an HTML element that contains it and decodes it only when it is shown.

    Only the form for a phone is used.
    """
    picture = picture.phone()
    data = base64.b64encode(picture.png()).decode()
    return (
        f'<img loading="lazy" alt="{escape(picture.alt)}" src="data:image/png;base64,{data}" '
        f'width="{picture.width}" height="{picture.height}">'
    )


def rounded(values: Sequence[float] | float, digits: int = 4) -> Any:
    """Round numbers to `digits` significant digits for a page; NaN and infinity become None."""
    if isinstance(values, int | float):
        return float(f"{values:.{digits}g}") if math.isfinite(values) else None
    return [rounded(value, digits) for value in values]
