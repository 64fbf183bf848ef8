"""The text on the parts of a block, its formula, and its alternative text."""

from __future__ import annotations

from collections.abc import Iterable

from resnet_book.drawing.diagrams.blocks.anatomy import Anatomy, Part
from resnet_book.drawing.diagrams.svg.lettering import unbroken
from resnet_book.models.shortcuts import parse_shortcut
from resnet_book.palette import HUES
from resnet_book.words import ORDERS, SHAPES, shortcut_name

FRACTIONS = {0.5: "½", 0.25: "¼", 0.75: "¾"}

# Kinds whose text never changes.
_TEXTS = {"bn": "BN", "relu": "ReLU", "se": "SE", "dropout": "drop", "add": "+"}
_SPOKEN = {"bn": "BN", "relu": "ReLU", "se": "squeeze-and-excitation", "dropout": "dropout"}


# Kinds whose short name is explained below a drawing.
_MEANINGS = {
    "bn": "BN: batch norm.",
    "relu": "ReLU: negative values become 0.",
    "se": "SE: squeeze-and-excitation.",
    "dropout": "drop: dropout, some values become 0 at random.",
    "gate": "*g*: a gate, numbers from 0 to 1, made from *x*.",
}
ORDINAL = {1: "first", 2: "second", 3: "third", 4: "fourth"}


def chip_text(part: Part, detail: str = "full") -> str:
    """The text on a part, as markup.

    Args:
        detail: of convolutions: ``sizes`` (``3×3, 128, /2``, as in He et al. 2015, Figure 3),
            ``full`` (``3×3 conv``), ``kernel`` (``3×3``) or ``name`` (``conv``).
    """
    if part.kind == "conv":
        kernel = f"{part.kernel}×{part.kernel}"
        stride = f", /{part.stride}" if part.stride > 1 else ""
        return {
            "sizes": f"{kernel}, {part.channels}{stride}",
            "full": f"{kernel} conv{stride}",
            "kernel": f"{kernel}{stride}",
            "name": "conv" if part.way != "shortcut" else kernel,
        }[detail]
    if part.kind == "scale":
        return factor_text(part.factor)
    if part.kind == "gate":
        return "1−*g*" if part.complement else "*g*"
    if part.kind in ("input", "output"):
        return f"*{part.name}*"
    return _TEXTS[part.kind]


def legend(blocks: Iterable[Anatomy], detail: str = "full", folded: bool = False) -> str:
    """A legend of the short names on the parts of blocks, as markup.

    Args:
        detail: as for :func:`chip_text`.
        folded: whether the branch is one chip, F.
    """
    blocks = list(blocks)
    parts = [part for block in blocks for part in (*block.before, *block.shortcut, *block.after)]
    parts += [p for b in blocks for p in b.branch if not folded or p.kind in ("scale", "gate")]
    kinds = {part.kind for part in parts}
    words = [_size(parts)] if detail == "sizes" else []
    words += ["*F*: the branch, folded to one part."] if folded else []
    words += ["conv: convolution."] if detail in ("full", "name") and "conv" in kinds else []
    words += [text for kind, text in _MEANINGS.items() if kind in kinds]
    if any(part.kind == "conv" for block in blocks for part in block.shortcut) and not folded:
        words.append(
            f"{HUES['fourth'].capitalize()}, *W*_{{s}}: the 1×1 convolution on the shortcut."
        )
    return " ".join(map(unbroken, words))


def letter(i: int) -> str:
    """``(a)`` for 0: the panels of a figure, as the papers name them."""
    return f"({'abcdefghij'[i]})"


def stride_words(stride_on: str) -> str:
    """Which convolution of a bottleneck strides, for a note below a drawing.

    The book's bottlenecks stride on the 3×3, like torchvision's; a drawing of the other kind needs
    a note.
    """
    if stride_on == "3x3":
        return "Bottlenecks stride on the 3×3, as in torchvision; He et al. 2015: on the first 1×1."
    return "These bottlenecks stride on the first 1×1, as in He et al. 2015; most here on the 3×3."


def _size(parts: Iterable[Part]) -> str:
    """How to read the sizes on a convolution, with the first strided one as the example, if any."""
    convolutions = sorted((p for p in parts if p.kind == "conv"), key=lambda p: p.stride == 1)
    conv = convolutions[0]
    stride = f" with stride {conv.stride}" if conv.stride > 1 else ""
    stride += f" (every {ORDINAL[conv.stride]} pixel)" if conv.stride in ORDINAL else ""
    kernel = f"{conv.kernel}×{conv.kernel}"
    return f"{chip_text(conv, 'sizes')}: {kernel} convolution to {conv.channels} channels{stride}."


def factor_text(value: float) -> str:
    """``½`` for 0.5, ``0.9`` for 0.9."""
    return FRACTIONS.get(value, f"{value:g}".replace("-", "−"))


def form(part: Part, *, toll: bool = False) -> str:
    """The classes of a part's box: its form, and purple if x must cross it."""
    shape = {"scale": "factor", "gate": "factor", "dropout": "factor"}.get(part.kind, part.kind)
    return f"{shape} toll" if toll else shape


def formula(block: Anatomy) -> str:
    """``y = ReLU(F(x) + x)``: the block's formula, as markup."""
    given = "*a*" if block.before else "*x*"
    if not block.residual:
        total = f"*H*({given})"
    else:
        factors = "".join(_factor(part) for part in block.branch if part.kind in ("scale", "gate"))
        total = f"{factors}*F*({given}) + {_carried(block, given)}"
    for part in block.after:
        total = f"|{chip_text(part)}|({total})"
    return f"*y* = {total}"


def _factor(part: Part) -> str:
    if part.kind == "gate":
        return "(1 − *g*)" if part.complement else "*g* "
    return f"{factor_text(part.factor)} "


def _carried(block: Anatomy, given: str) -> str:
    kinds = [part.kind for part in block.shortcut]
    if "conv" in kinds:
        carried = f"*W*_{{s}}{given}"
        return f"|BN|({carried})" if "bn" in kinds else carried
    if "dropout" in kinds:
        return f"|drop|({given})"
    if block.subsampled > 1 or block.padded:
        given = f"|pad|({given})"  # fewer pixels, and zeros for the new channels
    return "".join(_factor(part) for part in block.shortcut) + given


def spoken(part: Part) -> str:
    """A part in the words of an alternative text."""
    if part.kind == "conv":
        stride = f" with stride {part.stride}" if part.stride > 1 else ""
        return f"{part.kernel}×{part.kernel} convolution{stride} to {part.channels} channels"
    if part.kind == "scale":
        return f"a factor {part.factor:g}"
    if part.kind == "gate":
        return "a gate 1 − g" if part.complement else "a gate g"
    return _SPOKEN[part.kind]


def block_alt(block: Anatomy, *, brief: bool = False) -> str:
    """A block in words: its kind, shape, shortcut and order, then all parts of the drawing.

    Args:
        brief: without kernels, strides and channels.
    """
    design = block.design
    kind = "residual block" if block.residual else "plain block"
    shape = SHAPES[design.shape].removesuffix("s").replace("basic block", "basic")
    shortcut = shortcut_name(design.shortcut)
    option, _ = parse_shortcut(design.shortcut)
    option = f" (option {option})" if option in ("A", "B", "C") else ""
    steps = [f"{kind}, {shape}, shortcut: {shortcut}{option}, order: {ORDERS[design.order]}"]
    if block.before:
        steps.append(f"x first goes through {_listed(block.before, brief)}")
    way = "the branch is" if block.residual else "x goes through"
    steps.append(f"{way} {_listed(block.branch, brief)}")
    if block.residual:
        steps.append(f"the shortcut {_ways(block, brief)}; both meet in a plus")
    after = _listed(block.after, brief) if block.after else "nothing"
    steps.append(f"{after} follows")
    return "; ".join(steps)


def _listed(parts: tuple[Part, ...], brief: bool) -> str:
    return ", ".join(
        "convolution" if brief and part.kind == "conv" else spoken(part) for part in parts
    )


def _ways(block: Anatomy, brief: bool) -> str:
    changes = []
    if block.subsampled > 1:
        changes.append(f"drops all but every {ORDINAL[block.subsampled]} pixel")
    if block.padded:
        changes.append(f"adds {block.padded} channels of zeros")
    if block.shortcut:
        changes.append(f"goes through {_listed(block.shortcut, brief)}")
    return " and ".join(changes) or "carries x around it unchanged"
