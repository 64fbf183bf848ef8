"""What stands on the parts of a block, in its formula, and in its alternative text."""

from __future__ import annotations

from resnet_book.drawing.diagrams.anatomy import Anatomy, Part
from resnet_book.models.shortcuts import parse_shortcut
from resnet_book.words import ORDERS, SHAPES, shortcut_name

FRACTIONS = {0.5: "½", 0.25: "¼", 0.75: "¾"}

# Kinds whose text never changes.
_TEXTS = {"bn": "BN", "relu": "ReLU", "se": "SE", "dropout": "drop", "add": "+"}
_SPOKEN = {"bn": "BN", "relu": "ReLU", "se": "squeeze-and-excitation", "dropout": "dropout"}


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


def factor_text(value: float) -> str:
    """``½`` for 0.5, ``0.9`` for 0.9."""
    return FRACTIONS.get(value, f"{value:g}".replace("-", "−"))


def form(part: Part, *, toll: bool = False) -> str:
    """The classes of a part's box: its form, and purple if x must cross it."""
    shape = {"scale": "factor", "gate": "factor", "dropout": "factor"}.get(part.kind, part.kind)
    return f"{shape} toll" if toll else shape


def formula(block: Anatomy) -> str:
    """``y = ReLU(F(x) + x)``: what the block computes, as markup."""
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
    """A block in words: its kind, shape, shortcut and order, then all that is drawn.

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
        changes.append(f"drops all but every {_ORDINAL[block.subsampled]} pixel")
    if block.padded:
        changes.append(f"adds {block.padded} channels of zeros")
    if block.shortcut:
        changes.append(f"goes through {_listed(block.shortcut, brief)}")
    return " and ".join(changes) or "carries x around it unchanged"


_ORDINAL = {2: "second", 3: "third", 4: "fourth"}
