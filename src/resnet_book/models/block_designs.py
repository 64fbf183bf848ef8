"""Every choice about a block, and the order of operations that follows from it.

All blocks of the two papers are combinations of three choices:

- the **shape** of the branch: ``basic`` (two 3×3 convolutions) or ``bottleneck`` (1×1, 3×3, 1×1);
- the **shortcut**: made by :func:`resnet_book.models.shortcuts.make_shortcut`;
- the **order** of convolution, batch normalisation and ReLU: a row of :data:`ORDERS`.

Papers: He et al. 2015 is arXiv:1512.03385; He et al. 2016 is arXiv:1603.05027.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from resnet_book.choices import listed, one_of
from resnet_book.models.shortcuts import parse_shortcut
from resnet_book.options import keyword

# He et al. 2016, Figure 4, top to bottom: the layers at every convolution but the last, and at the
# last one. "+" is the addition.
ORDERS: dict[str, tuple[str, str]] = {
    "original": ("conv bn relu", "conv bn + relu"),
    "bn-after-addition": ("conv bn relu", "conv + bn relu"),
    "relu-before-addition": ("conv bn relu", "conv bn relu +"),
    "relu-only-preactivation": ("relu conv bn", "relu conv bn +"),
    "full-preactivation": ("bn relu conv", "bn relu conv +"),
}

# Kernel size and output channels, as a multiple of the block's width, of each convolution in the
# branch (He et al. 2015, Figure 5).
BRANCHES: dict[str, tuple[tuple[int, int], ...]] = {
    "basic": ((3, 1), (3, 1)),
    "bottleneck": ((1, 1), (3, 1), (1, 4)),
}


def _choice(default: Any, *, label: str = "{}", option: str = "", text: str = "") -> Any:
    """A field of :class:`BlockDesign`, with its label in names and its command-line option.

    Args:
        label: added to a network's name if the value is not the default; formatted with the value.
        option: name in :func:`block_design` and on the command line, if not the field's name.
        text: help of the command-line option; without it there is no such option.
    """
    return field(default=default, metadata={"label": label, "option": option, "help": text})


@dataclass(frozen=True)
class BlockDesign:
    """Every choice about a block except its size.

    To add a choice, add a field: names, command line, records and labs pick it up by themselves.

    Attributes:
        shape: ``basic`` or ``bottleneck``.
        shortcut: see :func:`resnet_book.models.shortcuts.make_shortcut`.
        order: a key of :data:`ORDERS`.
        batch_norm: if false, each convolution of the branch has a bias instead.
        stride_on: the convolution of a bottleneck that strides: ``1x1``, the first, as in
            He et al. 2015, or ``3x3``, as in torchvision. A basic block strides on its first.
        squeeze_excitation: the reduction ratio r of squeeze-and-excitation at the end of the
            branch (Hu et al. 2017, arXiv:1709.01507, use 16); 0 for none.

    Raises:
        ValueError: for an unknown value; the message lists the allowed ones.
    """

    shape: str = _choice("basic", option="block", text=listed(BRANCHES))
    shortcut: str = _choice(
        "A",
        text="none (plain network), A, B, C, conv, scaling=0.5,1, exclusive-gating=-6, "
        "shortcut-gating=-6 or dropout=0.5",
    )
    order: str = _choice("original", text=listed(ORDERS))
    batch_norm: bool = _choice(
        True, label="without-bn", text="use biases instead of batch normalisation"
    )
    stride_on: str = _choice("3x3", label="")
    squeeze_excitation: int = _choice(
        0, label="se-{}", text="reduction ratio of squeeze-and-excitation in each block; 0 for none"
    )

    def __post_init__(self) -> None:
        one_of("block", self.shape, BRANCHES)
        one_of("order", self.order, ORDERS)
        one_of("stride_on", self.stride_on, ("1x1", "3x3"))
        parse_shortcut(self.shortcut)
        if not self.batch_norm and self.order == "bn-after-addition":
            raise ValueError("order 'bn-after-addition' needs batch_norm=True")
        ratio = self.squeeze_excitation
        if not isinstance(ratio, int) or ratio < 0:
            raise ValueError(f"squeeze_excitation {ratio!r} is not a whole number of at least 0")

    @property
    def expansion(self) -> int:
        """Output channels of a block as a multiple of its width: 1 (basic) or 4 (bottleneck)."""
        return self.convolutions[-1][1]

    @property
    def preactivation(self) -> bool:
        """Whether the branch starts with an activation; then nothing follows the addition."""
        return not ORDERS[self.order][0].startswith("conv")

    @property
    def convolutions(self) -> tuple[tuple[int, int], ...]:
        """Kernel size, and output channels as a multiple of the width, of each in the branch."""
        return BRANCHES[self.shape]

    @property
    def strides_at(self) -> int:
        """Which convolution of the branch strides, counted from 1."""
        return 2 if self.shape == "bottleneck" and self.stride_on == "3x3" else 1

    @property
    def norm_first(self) -> bool:
        """Whether batch normalisation comes before each convolution: full pre-activation."""
        return ORDERS[self.order][0].startswith("bn")

    @property
    def norm_on_projections(self) -> bool:
        """Whether to normalise projections: yes, except in full pre-activation blocks.

        In those, both paths start from the normalised input, and the authors' published code for
        ResNet-1001 adds a projection without normalising it again.
        """
        return self.batch_norm and not self.norm_first

    @property
    def labels(self) -> dict[str, str]:
        """Field → its part of a network's name, for each field that differs from its default."""
        changed = {each: getattr(self, each.name) for each in fields(self)}
        return {
            each.name: each.metadata["label"].format(value)
            for each, value in changed.items()
            if value != each.default and each.metadata["label"]
        }


def block_design(*, stride_on: str = "3x3", **choices: Any) -> BlockDesign:
    """Make a design from keyword arguments, named as on the command line.

    Args:
        choices: fields of :class:`BlockDesign`; ``block`` sets its ``shape``.

    Raises:
        ValueError: for an unknown value.
        TypeError: for an unknown option; the message lists the known ones.
    """
    names = {keyword(each): each.name for each in fields(BlockDesign)}
    for choice in choices:
        if choice not in names:
            raise TypeError(f"{choice!r} is not an option of blocks: {', '.join(names)}")
    return BlockDesign(
        stride_on=stride_on, **{names[choice]: value for choice, value in choices.items()}
    )


class Arrangement(NamedTuple):
    """The operations of a block, as names of its modules in the order they run.

    Attributes:
        before: on the input, before the split into branch and shortcut.
        branch: F(x).
        after: on the sum.
    """

    before: tuple[str, ...]
    branch: tuple[str, ...]
    after: tuple[str, ...]


def arrange(design: BlockDesign, *, shared: bool = False) -> Arrangement:
    """The operations before, in and after the branch: He et al. 2016, Figure 4.

        >>> arrange(BlockDesign())
        Arrangement(before=(), branch=('conv1', 'bn1', 'relu', 'conv2', 'bn2'), after=('relu',))

    Args:
        shared: apply the layers before the first convolution to the input of both branch and
            shortcut, not to the branch alone.
    """
    layer, last = ORDERS[design.order]
    count = len(design.convolutions)
    names = []
    for i, text in enumerate([layer] * (count - 1) + [last], start=1):
        numbered = [name if name in ("relu", "+") else f"{name}{i}" for name in text.split()]
        names += [name for name in numbered if design.batch_norm or not name.startswith("bn")]
    if design.squeeze_excitation:
        names.insert(names.index("+"), "se")
    start = names.index("conv1") if shared else 0
    addition = names.index("+")
    return Arrangement(
        tuple(names[:start]), tuple(names[start:addition]), tuple(names[addition + 1 :])
    )
