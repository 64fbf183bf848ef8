"""The block builder: shape, shortcut and order of a block, and a digit that flows through it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from torch import Tensor

from resnet_book.drawing.diagrams.blocks.anatomy import Anatomy, anatomy
from resnet_book.drawing.diagrams.blocks.spelling import block_alt
from resnet_book.drawing.diagrams.svg.style_sheet import STYLE
from resnet_book.drawing.pictures import Picture, drawing
from resnet_book.explorers.block_builder.code_lines import forward_code
from resnet_book.explorers.block_builder.flows import (
    BATCH,
    SIZES,
    builder_block,
    builder_design,
    builder_inputs,
    flow,
    scales_of,
    shown_digits,
)
from resnet_book.explorers.block_builder.layout import elements, layout, numbered, with_lambda
from resnet_book.explorers.block_builder.sentences import (
    CELLS,
    COMPACT_WORDS,
    INPUTS,
    KINDS,
    SHAPES,
    WORDS,
)
from resnet_book.explorers.explorer import Control, Explorer, Table, rounded
from resnet_book.models.block_designs import ORDERS
from resnet_book.probes.sum_terms import block_sum
from resnet_book.words import ORDERS as ORDER_NAMES

GAMMAS = tuple(round(0.05 * i, 2) for i in range(21))


@dataclass(frozen=True)
class Choices:
    """The values that an explorer offers, and therefore measures."""

    shapes: tuple[str, ...] = tuple(SHAPES)
    kinds: tuple[str, ...] = tuple(KINDS)
    orders: tuple[str, ...] = tuple(ORDERS)
    inputs: tuple[str, ...] = tuple(INPUTS)

    def blocks(self) -> Iterator[tuple[str, str, str]]:
        """Shape, kind of shortcut and order of every block."""
        return product(self.shapes, self.kinds, self.orders)


COMPACT = Choices(("basic",), ("none", "A"), ("original",), ("positive",))


class BlockBuilder(Explorer):
    """Choose a block, turn its branch off, and see what happens to a digit.

    Each block is drawn from its design, and measured in training mode on 16 digits. γ is the weight
    of the last batch normalisation, whose bias is 0.

    Args:
        compact: a small form: a basic block, with and without its shortcut, and γ.
        view: the controls' first values: ``shape``, ``shortcut``, ``order``, ``input``, ``gamma``
            and ``scale`` (λ); in the compact form ``shortcut`` and ``gamma``.
        name: in the page's address.

    Raises:
        ValueError: names the value and the allowed ones.
        TypeError: unknown control.
    """

    def __init__(self, *, compact: bool = False, name: str = "block", **view: Any) -> None:
        self.compact = compact
        self.height, self.narrow_height = (29.4, 29.4) if compact else (64.3, 90.8)
        choices = COMPACT if compact else Choices()
        controls = _controls(choices, compact=compact)
        first: dict[str, Any] = {"shape": "basic", "shortcut": "A", "order": "original"}
        first |= {"input": "positive", "gamma": 1.0, "scale": 1.0}
        offered = {control.name for control in controls}
        if unknown := set(view) - offered:
            raise TypeError(f"{sorted(unknown)} are not controls; there are: {sorted(offered)}")
        self._fixed = {key: value for key, value in first.items() if key not in offered}
        values = first | view
        images = shown_digits()
        given = {shape: builder_inputs(images, SIZES[shape][0]) for shape in choices.shapes}
        content = _content(choices, given, folded=compact)
        super().__init__(
            "builder",
            name,
            _caption(compact=compact),
            [(control, values[control.name]) for control in controls],
            content | {"fixed": self._fixed},
            _table(choices, content["blocks"]),
            COMPACT_WORDS if compact else WORDS,
            compact=compact,
        )
        self._given = given

    def picture(self) -> Picture:
        """The tensors of the chosen block: x, the outputs of both paths, their sum, and y."""
        view: Mapping[str, Any] = self._fixed | self.values()
        shape, kind, order = (view[key] for key in ("shape", "shortcut", "order"))
        x = self._given[shape][view["input"]]
        block = builder_block(shape, kind, order, view["scale"])
        found = block_sum(block, x, view["gamma"])
        shown = {"x": x, "h(x)": found.carried, "F(x)": found.added, "sum": found.total}
        shown |= {"y": found.output}
        with drawing(5.2, 1.5, ncols=len(shown)) as (figure, grid):
            for axes, (name, tensor) in zip(grid, shown.items(), strict=True):
                axes.imshow(tensor[0, 0].numpy(), cmap="gray_r", vmin=-1, vmax=1)
                axes.set(xticks=[], yticks=[])
                axes.set_title(name, loc="center")
                axes.grid(visible=False)
        change = (found.output[0, 0] - x[0, 0]).abs().max().item()
        described = block_alt(_anatomy(shape, kind, order))
        return Picture(
            figure,
            "A digit x, what the shortcut passes on, h(x), the branch's F(x), their sum, and the "
            f"output y, at γ = {view['gamma']:g}; black is 1 or more, white −1 or less. The output "
            f"differs from x by up to {change:.3g}. The block: {described}.",
        )


def _controls(choices: Choices, *, compact: bool) -> list[Control]:
    gamma = Control(
        "gamma",
        "γ × F" if compact else "γ of the last batch norm",
        tuple((value, f"{value:.2f}") for value in GAMMAS),
        "range",
    )
    if compact:
        return [Control("shortcut", "Shortcut", (("none", "off"), ("A", "on")), "tick"), gamma]
    scales = tuple(
        (kind, tuple((scale, f"{scale:.1f}") for scale in scales_of(kind)))
        for kind in choices.kinds
    )
    orders = tuple((order, ORDER_NAMES[order]) for order in choices.orders)
    return [
        Control("shape", "Shape", tuple(SHAPES.items())),
        Control("shortcut", "Shortcut", tuple(KINDS.items())),
        Control("order", "Order", orders),
        Control("input", "x", tuple(INPUTS.items())),
        gamma,
        Control("scale", "λ, the factor on the shortcut", scales, "range", per="shortcut"),
    ]


def _caption(*, compact: bool) -> str:
    if compact:
        return "An untrained block and a real digit. γ is the weight of the last batch norm."
    return (
        "An untrained block (weights of seed 0) and a real digit, the same in all channels, of "
        f"which the first is shown; γ is the weight of the last batch norm, β = 0, the statistics "
        f"are those of {BATCH} digits. Filled pixels are positive, hollow ones negative; full "
        "colour is x’s largest value, or more. h(x) is what the shortcut passes on. A gate’s bias "
        "is −6, dropout’s rate ½."
    )


def _anatomy(shape: str, kind: str, order: str) -> Anatomy:
    in_channels, width = SIZES[shape]
    design = builder_design(shape, kind, order, 0.5)
    return anatomy(design, in_channels=in_channels, width=width)


def _content(
    choices: Choices, given: Mapping[str, Mapping[str, Tensor]], *, folded: bool
) -> dict[str, Any]:
    """Everything that is drawn. Pictures and parts of drawings are stored once, and numbered."""
    vectors: dict[tuple[float, ...], int] = {}

    def place(tensor: Tensor) -> int:
        picture = tuple(rounded(tensor[0, 0].flatten().tolist(), 3))
        return vectors.setdefault(picture, len(vectors))

    blocks, drawings = {}, []
    for shape, kind, order in choices.blocks():
        entry, parts = _drawn(shape, kind, order, folded=folded)
        drawings.append(parts)
        entry["flows"] = {
            name: flow(shape, kind, order, given[shape][name], place) for name in choices.inputs
        }
        blocks[f"{shape} {kind} {order}"] = entry
    shared, lists = numbered(drawings)
    for entry, places in zip(blocks.values(), lists, strict=True):
        entry["drawing"] = places
    x = {name: place(given[choices.shapes[0]][name]) for name in choices.inputs}
    return {
        "style": STYLE,
        "elements": shared,
        "vectors": [list(picture) for picture in vectors],
        "x": x,
        "blocks": blocks,
    }


def _drawn(shape: str, kind: str, order: str, *, folded: bool) -> tuple[dict[str, Any], list[str]]:
    """The content of the page for a block, except its pictures; and the drawing's parts."""
    parts = _anatomy(shape, kind, order)
    found = layout(parts, folded=folded)
    block = builder_block(shape, kind, order)
    entry = {
        "size": [found.canvas.width, found.canvas.height],
        "side": found.side,
        "places": found.pictures,
        "notes": found.notes,
        "after": [part.kind for part in parts.after],
        "alt": with_lambda(block_alt(parts), parts),
        "code": "" if folded else forward_code(parts),
        "parameters": sum(p.numel() for p in block.parameters()),
        "channels": parts.in_channels,
    }
    return entry, elements(found, parts)


def _table(choices: Choices, blocks: Mapping[str, Mapping[str, Any]]) -> Table:
    """Parameters, and y at γ = 0: every order with the identity, every shortcut in one order."""
    rows = []
    for shape, kind, order in choices.blocks():
        if kind != "A" and order != choices.orders[0]:
            continue
        block = blocks[f"{shape} {kind} {order}"]
        scale = f"{0.5 if kind == 'scaling' else 1.0:g}"
        ends = (
            ", ".join(CELLS[key] for key in block["flows"][name]["ends"][scale])
            for name in choices.inputs
        )
        count = f"{block['parameters']:,}"
        rows.append((SHAPES[shape], KINDS[kind], ORDER_NAMES[order], count, *ends))
    head = ("shape", "shortcut", "order", "parameters")
    return Table(
        (*head, *(f"y at γ = 0: x {INPUTS[name]}" for name in choices.inputs)), tuple(rows)
    )
