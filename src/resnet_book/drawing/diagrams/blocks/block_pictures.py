"""One block, or several side by side: plain against residual, as in He et al. 2015, Figure 2."""

from __future__ import annotations

from collections.abc import Sequence

from resnet_book.drawing.diagrams.blocks.anatomy import Anatomy, anatomy
from resnet_book.drawing.diagrams.blocks.arcs import Frame, draw_arc, frame, under
from resnet_book.drawing.diagrams.blocks.spelling import block_alt, legend, stride_words
from resnet_book.drawing.diagrams.svg.canvas import Canvas
from resnet_book.drawing.diagrams.svg.pages import Diagram
from resnet_book.drawing.diagrams.svg.style_sheet import NARROW, WIDE
from resnet_book.models.block_designs import BlockDesign
from resnet_book.palette import HUES
from resnet_book.words import ORDERS, choice_name, shortcut_name

SPACE = 24  # between rows of panels
BLUE = HUES["residual"]
CARRIED = f"{BLUE.capitalize()}: *x* itself, carried around the layers, without weights."
DOTTED = f"Dotted {BLUE}: carried, but the shape changes."
SHARED = (
    "BN and ReLU come before the split: where the shape changes, *W*_{s} acts on *a*, not on *x* "
    "(He et al. 2016, appendix)."
)
PADDED = f"Dotted {BLUE}: carried, but with fewer pixels, and zeros for the new channels."


def block_diagram(
    design: BlockDesign, *, in_channels: int = 64, width: int = 64, stride: int = 1
) -> Diagram:
    """Draw one block, with the shortcut as an arc around the branch.

    Args:
        in_channels, width, stride: as for :class:`resnet_book.models.blocks.Block`. If channels or
            image size change, the convolutions are labelled with channels and strides.

    Raises:
        ValueError: for sizes that the design's shortcut does not allow.
    """
    return compare_blocks(design, in_channels=in_channels, width=width, stride=stride)


def compare_blocks(
    *designs: BlockDesign, in_channels: int = 64, width: int = 64, stride: int = 1
) -> Diagram:
    """Draw blocks of several designs side by side, the same layers at the same heights.

    Args:
        in_channels, width, stride: as for :class:`resnet_book.models.blocks.Block`.

    Raises:
        ValueError: no designs are given, or sizes that a design's shortcut does not allow.
    """
    if not designs:
        raise ValueError("no design to draw: give one or more")
    blocks = [
        anatomy(design, in_channels=in_channels, width=width, stride=stride) for design in designs
    ]
    alt = ". ".join(_capital(block_alt(block)) for block in blocks) + "."
    if len(blocks) > 1:
        alt = f"{len(blocks)} blocks side by side. {alt}"
    return Diagram(_draw(blocks, WIDE), _draw(blocks, NARROW), alt)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _draw(blocks: Sequence[Anatomy], width: float) -> Canvas:
    canvas = Canvas(width)
    notes = not canvas.narrow and len(blocks) <= 2
    at = frame(blocks, narrow=canvas.narrow, notes=notes)
    columns = max(1, min(len(blocks), int(width // at.width)))
    top = 0.0
    for start in range(0, len(blocks), columns):
        row = blocks[start : start + columns]
        top += _row(canvas, row, at, columns, top)
    words = legend(blocks, at.detail)
    words = " ".join([words, *_sentences(blocks, notes=notes)])
    canvas.height = canvas.lines(width / 2, top + 6, words, width, "legend", "middle") - 10
    return canvas


def _row(canvas: Canvas, row: Sequence[Anatomy], at: Frame, columns: int, top: float) -> float:
    """Draw one row of panels, in the middle if it is not full; returns its height."""
    part = canvas.width / columns
    first = (columns - len(row)) * part / 2
    height = 0.0
    with canvas.shifted(first, top):
        for i, block in enumerate(row):
            # The layers are in the middle, unless there is no room on their right.
            left = i * part + max(0, min(part / 2 - at.left, part - at.width))
            canvas.text(left + at.left, 16, _title(block, row), "title", "middle")
            draw_arc(canvas, block, at, left, _note(block) if at.note else "")
            room = (i * part + 2, (i + 1) * part - 2)
            height = max(height, under(canvas, block, at, left, _words(block), room))
        for i in range(1, len(row)):
            canvas.line([(i * part, 28), (i * part, height - 30)], "rule")
    return height + SPACE


def _title(block: Anatomy, row: Sequence[Anatomy]) -> str:
    """What distinguishes a block in its row: plain or residual, else the order."""
    if all(each.residual for each in row) and len({each.design.order for each in row}) > 1:
        return ORDERS[block.design.order]
    return "residual block" if block.residual else "plain block"


def _sentences(blocks: Sequence[Anatomy], *, notes: bool) -> list[str]:
    """How to read the shortcuts, and special cases where the shape changes.

    Args:
        notes: whether there are words next to the shortcuts.
    """
    found = []
    carried = [block for block in blocks if block.residual]
    bare = [block for block in carried if not block.shortcut]
    if carried and carried[0].reshapes:
        found.append(PADDED if bare else DOTTED)
    elif bare and not notes:
        found.append(CARRIED)
    if any(block.before and _projects(block) for block in blocks):
        found.append(SHARED)
    striding = [b for b in blocks if b.design.shape == "bottleneck" and b.stride > 1]
    found += sorted({stride_words(block.design.stride_on) for block in striding})
    return found


def _projects(block: Anatomy) -> bool:
    return any(part.kind == "conv" for part in block.shortcut)


def _note(block: Anatomy) -> str:
    if block.subsampled > 1 or block.padded:
        return "fewer pixels, more channels, no weights"
    return "the identity: no weights" if not block.shortcut else ""


def _words(block: Anatomy) -> str:
    """The operations of the block's layers, or how it differs from the usual block."""
    if not block.residual:
        return "the layers must make *y* anew"
    design = block.design
    names = [shortcut_name(design.shortcut)] if block.shortcut or block.reshapes else []
    others = [name for name in design.labels if name not in ("shortcut", "shape")]
    names += [choice_name(name, getattr(design, name)) for name in others]
    return ", ".join(names) or "the layers learn what to add to *x*"
