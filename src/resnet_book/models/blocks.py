"""The building block of every network in the book: a branch F(x), a shortcut h(x), and their sum.

A block computes ``y = f(h(x) + F(x))`` (He et al. 2016, equations 1 and 2). Every choice about it
is in its :class:`~resnet_book.models.block_designs.BlockDesign`; this module assembles its parts.

Papers: He et al. 2015 is arXiv:1512.03385; He et al. 2016 is arXiv:1603.05027.
"""

from __future__ import annotations

from typing import cast

from torch import Tensor, nn

from resnet_book.models.block_designs import BlockDesign, arrange
from resnet_book.models.shortcuts import Projection, convolution, make_shortcut
from resnet_book.models.squeeze_excitation import SqueezeExcitation


class Block(nn.Module):
    """One block: (N, in_channels, H, W) → (N, width × expansion, H / stride, W / stride).

    The parameters keep torchvision's names (``conv1``, ``bn1``, …, ``downsample``), so that its
    state dicts load.

    Args:
        in_channels: channels of the input.
        width: channels of the 3×3 convolutions.
        stride: 1 or 2.
        design: the choices about the block.
        first: the first block of a pre-activation network. Its leading activation is applied
            before the split, for both paths (He et al. 2016, appendix).
    """

    conv1: nn.Conv2d
    conv2: nn.Conv2d
    bn1: nn.BatchNorm2d  # these two only if the design has batch normalisation
    bn2: nn.BatchNorm2d

    def __init__(
        self,
        in_channels: int,
        width: int,
        stride: int = 1,
        design: BlockDesign | None = None,
        *,
        first: bool = False,
    ) -> None:
        super().__init__()
        design = design or BlockDesign()
        self.relu = nn.ReLU()
        channels = in_channels
        for i, (kernel, factor) in enumerate(design.convolutions, start=1):
            out = width * factor
            step = stride if i == design.strides_at else 1
            conv = convolution(channels, out, kernel, step, bias=not design.batch_norm)
            self.add_module(f"conv{i}", conv)
            if design.batch_norm:
                self.add_module(f"bn{i}", nn.BatchNorm2d(channels if design.norm_first else out))
            channels = out
        if design.squeeze_excitation:
            self.se = SqueezeExcitation(channels, design.squeeze_excitation)
        # torchvision's name, after the most common case; holds any kind of shortcut.
        self.downsample = make_shortcut(
            design.shortcut, in_channels, channels, stride, norm=design.norm_on_projections
        )
        shared = first or isinstance(self.downsample, Projection)
        self._before, self._branch, self._after = arrange(design, shared=shared)

    def forward(self, x: Tensor) -> Tensor:
        x = self._run(self._before, x)
        branch = self._run(self._branch, x)  # F(x)
        return self._run(self._after, self.downsample(x, branch))  # f(h(x) + F(x))

    def branch(self, x: Tensor) -> Tensor:
        """F(x) alone: (N, in_channels, H, W) → the block's output shape."""
        return self._run(self._branch, self._run(self._before, x))

    def _run(self, names: tuple[str, ...], x: Tensor) -> Tensor:
        for name in names:
            x = getattr(self, name)(x)
        return x

    def extra_repr(self) -> str:
        after = " → ".join(self._after) or "nothing"
        return f"branch: {' → '.join(self._branch)}; after the addition: {after}"


def last_norm(block: Block) -> nn.BatchNorm2d:
    """The last batch normalisation of a block, whose weight is γ.

    Raises:
        ValueError: the block has none.
    """
    named = dict(block.named_children())
    for name in ("bn3", "bn2"):
        if name in named:
            return cast(nn.BatchNorm2d, named[name])
    raise ValueError("the block has no batch normalisation, and so no γ")
