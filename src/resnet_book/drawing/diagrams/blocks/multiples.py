"""Small multiples: the five orders and the six shortcuts of He et al. 2016, with their errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from resnet_book.drawing.diagrams.blocks.anatomy import Anatomy, anatomy
from resnet_book.drawing.diagrams.blocks.multiple_errors import Errors, errors_of
from resnet_book.drawing.diagrams.blocks.spelling import block_alt, legend, letter
from resnet_book.drawing.diagrams.blocks.streams import Channel, channel, draw_stream
from resnet_book.drawing.diagrams.svg.canvas import Canvas
from resnet_book.drawing.diagrams.svg.lettering import unbroken, wrap
from resnet_book.drawing.diagrams.svg.pages import Diagram
from resnet_book.drawing.diagrams.svg.style_sheet import NARROW, WIDE
from resnet_book.models.block_designs import ORDERS, BlockDesign
from resnet_book.palette import HUES
from resnet_book.results import Run
from resnet_book.words import ORDERS as ORDER_NAMES

PANEL = 114  # px
# He et al. 2016, Figure 2 and Table 1, with the best of the paper's factors and biases.
KINDS = {
    "A": "original",
    "scaling=0.5,0.5": "constant scaling",
    "exclusive-gating=-6": "exclusive gating",
    "shortcut-gating=-6": "shortcut-only gating",
    "conv": "1×1 conv",
    "dropout=0.5": "dropout",
}


@dataclass(frozen=True)
class Panel:
    """One block with its name, its errors by source, the range of ours, and a verdict."""

    name: str
    block: Anatomy
    errors: dict[str, str]
    range: str
    verdict: str


def activation_orders(runs: Iterable[Run] = (), *, errors: bool = True) -> Diagram:
    """Draw the five orders of activation (He et al. 2016, Figure 4), with the sums at one height.

    Args:
        runs: recorded runs; their errors are shown below the paper's.
        errors: whether to show any, as not before a guess.
    """
    designs = {BlockDesign(order=order): ORDER_NAMES[order] for order in ORDERS}
    shown = errors_of(list(designs), runs) if errors else Errors({})
    return _multiples(designs, shown, "Five orders of activation", ("*x*_{l}", "*x*_{l+1}"))


def shortcut_kinds(runs: Iterable[Run] = (), *, errors: bool = True) -> Diagram:
    """Draw six kinds of shortcut (He et al. 2016, Figure 2), the branch folded to one chip.

    Args:
        runs: recorded runs; their errors are shown below the paper's.
        errors: whether to show any, as not before a guess.
    """
    designs = {BlockDesign(shortcut=kind): name for kind, name in KINDS.items()}
    shown = errors_of(list(designs), runs) if errors else Errors({})
    return _multiples(designs, shown, "Six kinds of shortcut", ("*x*", "*y*"), folded=True)


def _multiples(
    designs: dict[BlockDesign, str],
    errors: Errors,
    title: str,
    ends: tuple[str, str],
    *,
    folded: bool = False,
) -> Diagram:
    panels = [
        Panel(
            name,
            anatomy(design),
            errors.rows.get(design, {}),
            errors.ranges.get(design, ""),
            errors.verdicts.get(design, ""),
        )
        for design, name in designs.items()
    ]
    described = "; ".join(
        f"{letter(i)} {panel.name}: {block_alt(panel.block, brief=True)}"
        + "".join(
            f"; {whose} ({errors.terms[whose]}): {error}" for whose, error in panel.errors.items()
        )
        + "".join(f", {words}" for words in (panel.range, panel.verdict) if words)
        for i, panel in enumerate(panels)
    )
    alt = f"{title}. {described}. {errors.note}"
    wide, narrow = (_draw(panels, width, errors, ends, folded=folded) for width in (WIDE, NARROW))
    return Diagram(wide, narrow, alt)


def _draw(
    panels: Sequence[Panel],
    width: float,
    errors: Errors,
    ends: tuple[str, str],
    *,
    folded: bool,
) -> Canvas:
    canvas = Canvas(width)
    at = channel([panel.block for panel in panels], folded=folded, detail="name")
    columns = 3 if canvas.narrow else len(panels)
    part = width / columns
    names = max(len(wrap(panel.name, part - 14, "noted")) for panel in panels)
    top = 0.0
    for start in range(0, len(panels), columns):
        row = list(enumerate(panels))[start : start + columns]
        for column, (i, panel) in enumerate(row):
            left = column * part + (part - max(at.width, 100)) / 2
            with canvas.shifted(left, top):
                bottom = _panel(canvas, panel, i, at, names, ends, errors.terms)
            if column:
                canvas.line([(column * part, top + 6), (column * part, top + bottom)], "rule")
        top += bottom + 26
    short = legend([panel.block for panel in panels], at.detail, folded)
    colours = unbroken(
        f"{HUES['residual'].capitalize()}: *x*; {HUES['fourth']}: what *x* must cross."
    )
    bottom = canvas.lines(6, top, f"{colours} {_ends(ends)}{short}", width - 12, "legend")
    if errors.note:
        bottom = canvas.lines(6, bottom + 6, errors.note, width - 12, "legend")
    canvas.height = bottom - 8
    return canvas


def _ends(ends: tuple[str, str]) -> str:
    """The names of input and output, if they need words."""
    words = f"{ends[0]} enters block *l*, {ends[1]} leaves it."
    return f"{unbroken(words)} " if "_" in ends[0] else ""


def _panel(
    canvas: Canvas,
    panel: Panel,
    i: int,
    at: Channel,
    names: int,
    ends: tuple[str, str],
    terms: Mapping[str, str],
) -> float:
    """Draw one panel; returns its height."""
    width = max(at.width, 100)
    canvas.text(0, 14, letter(i), "title")
    canvas.lines(0, 33, panel.name, width, "noted")
    stream = 44 + names * 15
    with canvas.shifted((width - at.width) / 2 if at.folded else 0, stream):
        draw_stream(canvas, panel.block, at, ends)
    y = stream + at.end + 28
    if not panel.errors:
        return y
    canvas.line([(0, y), (width, y)], "axis")
    for whose, error in panel.errors.items():
        y += 17
        canvas.text(0, y, whose, "note")
        canvas.text(width, y, error, "figure", "end")
        y = canvas.lines(0, y + 15, terms[whose], width + 6) - 15
    if panel.range:
        y += 15
        canvas.text(0, y, panel.range, "note")
    if terms.get("ours"):  # the first panel has no verdict, but the same height
        y += 15
        canvas.text(0, y, panel.verdict, "noted")
    return y + 4
