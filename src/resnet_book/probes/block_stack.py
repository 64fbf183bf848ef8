"""A network of equal blocks with a constant factor λ on every shortcut.

x_(l+1) = λ x_l + F_l(x_l): the case that He et al. 2016 (arXiv:1603.05027, section 3) analyse.
"""

from __future__ import annotations

import math

from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.network_specs import NetworkSpec
from resnet_book.models.resnet import ResNet, build


def stack(
    scale: float,
    blocks: int,
    seed: int = 0,
    *,
    width: int = 16,
    batch_norm: bool = True,
    in_channels: int = 1,
    classes: int = 10,
) -> ResNet:
    """Build a 3×3 convolution, `blocks` full pre-activation blocks of one shape, and a classifier.

    The shortcuts are ``scaling=λ,1``; the weights have He initialisation. The first block applies
    its leading activation before the split (He et al. 2016, appendix); x_0 is its output.

    Args:
        scale: λ, at least 0.
        blocks: L, at least 1.
        seed: of the weights.
        width: channels of every block.

    Raises:
        ValueError: a value is out of range; the message names it and the range.
    """
    if not (math.isfinite(scale) and scale >= 0):
        raise ValueError(f"scale {scale!r} is not a finite number of at least 0")
    if not isinstance(blocks, int) or blocks < 1:
        raise ValueError(f"blocks {blocks!r} is not a whole number of at least 1")
    design = BlockDesign(
        shortcut=f"scaling={float(scale)!r},1", order="full-preactivation", batch_norm=batch_norm
    )
    depth = 2 * blocks + 2
    return build(NetworkSpec("cifar", depth, (blocks,), design, width, in_channels, classes), seed)
