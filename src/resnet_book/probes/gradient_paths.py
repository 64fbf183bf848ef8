"""Split the signal and the gradient of a stack of blocks: the direct part, and the branches'.

    terms = stack_terms(0.9, 18, 0, images, labels)
    for row in terms.rows:
        print(row.block, row.product, row.gradient, row.direct, row.through_branches)

In a :func:`~resnet_book.probes.block_stack.stack` of L blocks, x_(l+1) = λ x_l + F_l(x_l) for
l = 0 … L − 1. So (He et al. 2016, arXiv:1603.05027, equations 7 and 8, with the sum written out)

    x_L     = λ^(L−l) x_l     + Σ_(i=l…L−1) λ^(L−1−i) F_i(x_i)
    dE/dx_l = λ^(L−l) dE/dx_L + the gradient that passed through at least one branch.

x_0 enters the first block, x_L leaves the last one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from resnet_book.probes.block_flow import Flow, flow
from resnet_book.probes.block_stack import stack


@dataclass(frozen=True)
class BlockTerms:
    """The two terms of x_L and of dE/dx_l, at the input of one block.

    Norms are those of one image: Euclidean over channels and positions, root mean square over the
    images. Gradients are those of the image's own loss (N times those of the mean loss), so that
    they do not depend on the number of images.

    Attributes:
        block: l, the number of blocks before this one: 0 … L − 1.
        product: λ^(L−l), the factor on whatever stays on the shortcuts.
        gradient: norm of dE/dx_l.
        direct: norm of λ^(L−l) dE/dx_L, the direct part.
        through_branches: norm of the rest, dE/dx_l − λ^(L−l) dE/dx_L.
        signal: norm of x_l.
        branch: norm of F_l(x_l).
        carried: norm of λ^(L−l) x_l, the part of x_L that comes from x_l along shortcuts alone.
        branch_sum: norm of x_L − λ^(L−l) x_l, the sum of the branches' terms of blocks l … L − 1.
    """

    block: int
    product: float
    gradient: float
    direct: float
    through_branches: float
    signal: float
    branch: float
    carried: float
    branch_sum: float

    @property
    def ratio(self) -> float:
        """‖direct‖ / ‖gradient‖: 1 if the branches add nothing, 0 if all came through them."""
        return self.direct / self.gradient


@dataclass(frozen=True)
class StackTerms:
    """The terms of one network: a row for each block, first to last.

    Attributes:
        scale: λ.
        seed: of the weights.
        rows: block l at index l.
        last_signal: norm of x_L, as in :class:`BlockTerms`.
        last_gradient: norm of dE/dx_L.
    """

    scale: float
    seed: int
    rows: tuple[BlockTerms, ...]
    last_signal: float
    last_gradient: float

    @property
    def blocks(self) -> int:
        """L."""
        return len(self.rows)


def stack_terms(
    scale: float,
    blocks: int,
    seed: int,
    images: Tensor,
    labels: Tensor,
    *,
    width: int = 16,
    batch_norm: bool = True,
) -> StackTerms:
    """Build a stack and measure both equations at every block: one forward, one backward pass.

    Args:
        scale: λ, at least 0.
        blocks: L, at least 1.
        seed: of the weights.
        images: standardised, (N, C, H, W), float.
        labels: (N,), int64, below 10; E is the mean cross-entropy.
        width: channels of every block.

    Raises:
        ValueError: a value is out of range; the message names it and the range.
    """
    network = stack(
        scale, blocks, seed, width=width, batch_norm=batch_norm, in_channels=images.shape[1]
    )
    return split_terms(flow(network, network.blocks("layer1"), images, labels), scale, seed)


def split_terms(measured: Flow, scale: float, seed: int) -> StackTerms:
    """Compute the terms of a flow through blocks whose shortcuts all have the factor `scale`."""
    states, gradients = measured.states, measured.gradients
    images, count = len(states[0]), len(measured.branches)

    def norm(x: Tensor) -> float:
        return x.norm().item() / math.sqrt(images)

    rows, branch_sum = [], torch.zeros_like(states[-1])
    for block in reversed(range(count)):
        product = float(scale) ** (count - block)
        branch_sum = branch_sum + float(scale) ** (count - 1 - block) * measured.branches[block]
        direct = product * gradients[-1]
        rows.append(
            BlockTerms(
                block=block,
                product=product,
                gradient=images * norm(gradients[block]),
                direct=images * norm(direct),
                through_branches=images * norm(gradients[block] - direct),
                signal=norm(states[block]),
                branch=norm(measured.branches[block]),
                carried=norm(product * states[block]),
                branch_sum=norm(branch_sum),
            )
        )
    end = norm(states[-1]), images * norm(gradients[-1])
    return StackTerms(float(scale), seed, tuple(reversed(rows)), *end)


# Of the mean square after a ReLU, 1/π is the squared mean. Batch normalisation removes it, and in
# the backward pass multiplies squared gradients by 1 / (1 − 1/π); a block has two normalisations.
NORM_GAIN = (math.pi / (math.pi - 1)) ** 2


def two_term_growth(terms: StackTerms) -> float:
    """Predict ‖dE/dx_0‖ / ‖dE/dx_L‖ from the forward pass of a network with random weights.

    Each block multiplies the squared norm of the gradient by
    ``λ² + NORM_GAIN · ‖F_l‖² / ‖x_l‖²``: λ² through its shortcut, the rest through its normalised
    branch, whose derivative shrinks as x_l grows. (The first block's activation comes before the
    split, so that its branch has only one normalisation.) The rule is for full pre-activation, He
    initialisation and wide layers.
    """

    def squared(row: BlockTerms) -> float:
        gain = NORM_GAIN if row.block else math.sqrt(NORM_GAIN)
        return terms.scale**2 + gain * (row.branch / row.signal) ** 2

    return math.sqrt(math.prod(map(squared, terms.rows)))
