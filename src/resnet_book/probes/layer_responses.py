"""Layer responses: the standard deviation of each 3×3 layer's output (He et al. 2015, Figure 7).

A response is the output of a convolution after batch normalisation, before ReLU or addition.
Its standard deviation is measured on images, or computed from the normalisation's scale γ and
shift β. In a channel whose inputs z have mean m and variance v,

    y = γ · (z − m) / √(v + ε) + β

has the mean β and the standard deviation |γ| √(v / (v + ε)), without any image.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor, nn

from resnet_book.models.blocks import Block


@dataclass(frozen=True)
class Response:
    """The response of one 3×3 layer, pooled over images, positions and channels.

    Attributes:
        name: of the batch normalisation, such as ``layer2.0.bn1``.
        index: 1 for the first layer.
        within: root mean square over the channels of each channel's standard deviation.
        std: the standard deviation over images, positions and channels, which includes the spread
            of the channels' means.
        ends_branch: whether the layer is the last of its block: its response is then F(x).
    """

    name: str
    index: int
    within: float
    std: float
    ends_branch: bool


def responses_from_weights(network: nn.Module) -> list[Response]:
    """Compute each layer's response from its normalisation's γ, β and running variance.

    Exact for inputs whose statistics are the running statistics.

    Raises:
        ValueError: the network has no batch normalisation after its convolutions.
    """
    found = []
    for name, norm in _norms(network).items():
        variance = norm.get_buffer("running_var").double()
        within = norm.weight.double().square() * variance / (variance + norm.eps)
        found.append((name, norm.bias.double(), within))
    return _responses(network, found)


@torch.no_grad()
def responses(
    network: nn.Module, batches: Iterable[tuple[Tensor, Tensor]], *, running: bool = True
) -> list[Response]:
    """Measure each layer's response over all `batches` of (images, labels).

    Args:
        running: normalise with the running statistics, as in evaluation mode; otherwise with each
            batch's own, as in training mode.

    Raises:
        ValueError: the network has no batch normalisation after its convolutions.
    """
    network = copy.deepcopy(network).train(not running)
    zero = torch.zeros(())
    sums: dict[str, tuple[int, Tensor, Tensor]] = {}  # count, and sums of y and y²

    def watch(name: str, norm: nn.Module, inputs: tuple[Tensor], output: Tensor) -> None:
        y = output.double().transpose(0, 1).flatten(1)  # (C, N·H·W)
        count, total, squares = sums.get(name, (0, zero, zero))
        sums[name] = (count + y.shape[1], total + y.sum(1), squares + y.square().sum(1))

    for name, norm in _norms(network).items():
        norm.register_forward_hook(partial(watch, name))
    for images, _ in batches:
        network(images)
    found = []
    for name, (count, total, squares) in sums.items():
        mean = total / count
        found.append((name, mean, squares / count - mean.square()))
    return _responses(network, found)


def _norms(network: nn.Module) -> dict[str, nn.BatchNorm2d]:
    """The batch normalisation after each convolution of the main path, in forward order."""
    norms = {
        name: module
        for name, module in network.named_modules()
        if isinstance(module, nn.BatchNorm2d) and "downsample" not in name
    }
    design = getattr(getattr(network, "spec", None), "design", None)
    if not norms or (design is not None and design.preactivation):
        raise ValueError("this network has no batch normalisation behind its convolutions")
    return norms


def _responses(network: nn.Module, found: Iterable[tuple[str, Tensor, Tensor]]) -> list[Response]:
    """Pool each layer's (name, means, variances); means and variances are (C,)."""
    blocks = {name: block for name, block in network.named_modules() if isinstance(block, Block)}
    made = []
    for index, (name, mean, variance) in enumerate(found, start=1):
        block, _, norm = name.rpartition(".")
        last = block in blocks and not hasattr(blocks[block], f"bn{int(norm[2:]) + 1}")
        within = variance.mean()
        total = within + mean.var(correction=0)
        made.append(Response(name, index, within.sqrt().item(), total.sqrt().item(), last))
    return made
