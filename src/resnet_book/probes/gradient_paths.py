"""What travels along the shortcuts of a stack of blocks, and what through the branches.

    terms = stack_terms(0.9, 18, 0, images, labels)
    for row in terms.rows:
        print(row.block, row.product, row.gradient, row.direct, row.through_branches)

A stack of L blocks with a factor λ on every shortcut, x_(l+1) = λ x_l + F_l(x_l), l = 0 … L − 1,
has (He et al. 2016, arXiv:1603.05027, equations 7 and 8, with the sum written out)

    x_L    =  λ^(L−l) x_l     +  Σ_(i=l…L−1) λ^(L−1−i) F_i(x_i)
    dE/dx_l = λ^(L−l) dE/dx_L  +  what came back through at least one branch.

x_0 enters the first block, x_L leaves the last one. Nothing here trains, and a network that is
handed in is left as it was.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from resnet_book.models.blocks import Block, BlockDesign
from resnet_book.models.resnet import NetworkSpec, ResNet, build


@dataclass(frozen=True)
class BlockTerms:
    """One block of a stack: the two parts of its input's way to the end, and of the gradient's.

    Norms are those of one image: Euclidean over channels and positions, root mean square over the
    images. Gradients are those of the image's own loss (N times those of the mean loss), so that
    they do not depend on how many images were measured.

    Attributes:
        block: l, the number of blocks before this one: 0 … L − 1.
        product: λ^(L−l), the predicted factor of everything that stays on the shortcuts.
        gradient: norm of dE/dx_l, at the block's input.
        direct: norm of λ^(L−l) dE/dx_L, the part of it that came through shortcuts alone.
        through_branches: norm of the rest, dE/dx_l − λ^(L−l) dE/dx_L.
        signal: norm of x_l.
        branch: norm of F_l(x_l).
        carried: norm of λ^(L−l) x_l, the part of x_L that x_l itself is.
        branch_sum: norm of x_L − λ^(L−l) x_l, the sum of the branches' terms from block l on.
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
        """‖direct‖ / ‖gradient‖: 1 where branches add nothing, 0 where all came through them."""
        return self.direct / self.gradient


@dataclass(frozen=True)
class StackTerms:
    """One network: a row for each block, first to last, and both quantities at its end.

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


@dataclass(frozen=True, eq=False)
class Flow:
    """The tensors of one pass, float64, detached, each (N, C, H, W).

    Attributes:
        states: x_0 … x_L.
        branches: F_0(x_0) … F_(L−1)(x_(L−1)).
        gradients: dE/dx_0 … dE/dx_L, of the mean loss.
        loss: that mean, the cross-entropy.
    """

    states: tuple[Tensor, ...]
    branches: tuple[Tensor, ...]
    gradients: tuple[Tensor, ...]
    loss: float


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
    """A 3×3 convolution, `blocks` full pre-activation blocks of one shape, and a classifier.

    The shortcuts are ``scaling=λ,1``; He initialisation. The first block applies its leading
    activation before the split (He et al. 2016, appendix): x_0 is what follows it.

    Args:
        scale: λ, at least 0.
        blocks: L, at least 1.
        width: channels of every block.

    Raises:
        ValueError: names the value and what would do.
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
    """Build a :func:`stack` and measure both sums at every block: one forward, one backward pass.

    Args:
        scale: λ, at least 0.
        blocks: L, at least 1.
        seed: of the weights.
        images: standardised, (N, C, H, W), float.
        labels: (N,), int64, below 10; E is the mean cross-entropy.
        width: channels of every block.

    Raises:
        ValueError: names the value and what would do.
    """
    network = stack(
        scale, blocks, seed, width=width, batch_norm=batch_norm, in_channels=images.shape[1]
    )
    return split_terms(flow(network, network.layer1, images, labels), scale, seed)


def split_terms(measured: Flow, scale: float, seed: int) -> StackTerms:
    """The norms of a flow's parts, for blocks whose shortcuts all have the factor `scale`."""
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


# Behind a ReLU, a share 1/π of the mean square is the same for all images: batch normalisation
# removes it, and on the way back multiplies squares by 1 / (1 − 1/π); twice in a block.
NORM_GAIN = (math.pi / (math.pi - 1)) ** 2


def two_term_growth(terms: StackTerms) -> float:
    """‖dE/dx_0‖ / ‖dE/dx_L‖ as a rule predicts it from the forward pass of a random network.

    Each block multiplies the squared norm by λ², through its shortcut, and adds
    ``NORM_GAIN · ‖F_l‖² / ‖x_l‖²``, through its normalised branch, whose derivative shrinks as x_l
    grows. (The first block's activation comes before the split: its branch has one normalisation
    only.) The rule is for full pre-activation, He initialisation and wide layers.
    """

    def squared(row: BlockTerms) -> float:
        gain = NORM_GAIN if row.block else math.sqrt(NORM_GAIN)
        return terms.scale**2 + gain * (row.branch / row.signal) ** 2

    return math.sqrt(math.prod(map(squared, terms.rows)))


def flow(network: nn.Module, blocks: Sequence[Block], images: Tensor, labels: Tensor) -> Flow:
    """What enters and leaves each of `blocks`, and the loss's gradient there.

    One pass in training mode, with the batch's own statistics, on a copy of the network. x_l is
    what the shortcut of block l takes, x_(l+1) what it returns: h(x) + F(x), before any activation
    that follows. Where none follows (pre-activation), that is the next block's input.

    Args:
        network: maps images to logits.
        blocks: neighbours in it, first to last, such as one of its stages.
        images: standardised, (N, C, H, W), of the network's own precision.
        labels: (N,), int64.

    Raises:
        ValueError: without blocks, or if they are not all in the network.
    """
    places = {id(module): name for name, module in network.named_modules()}
    if not blocks or any(id(block) not in places for block in blocks):
        raise ValueError("blocks must be at least one, and all of them in the network")
    copied = copy.deepcopy(network).train()
    states: list[Tensor] = []
    branches: list[Tensor] = []

    def watch(shortcut, inputs, output):
        x, branch = inputs
        if not states:
            states.append(x)
        states.append(output)
        branches.append(branch)

    for block in blocks:
        copied.get_submodule(places[id(block)]).downsample.register_forward_hook(watch)
    with torch.random.fork_rng(devices=[]):  # a dropout shortcut draws; always the same
        torch.manual_seed(0)
        loss = functional.cross_entropy(copied(images), labels)
    gradients = torch.autograd.grad(loss, states)
    return Flow(
        tuple(x.detach().double() for x in states),
        tuple(x.detach().double() for x in branches),
        tuple(gradient.double() for gradient in gradients),
        loss.item(),
    )
