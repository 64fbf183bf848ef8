"""The forward signal and the backward gradient, layer by layer.

for layer in signals(network, images, labels):
    print(layer.name, layer.variance, layer.gradient)
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor, nn
from torch.nn import functional

from resnet_book.probes.fixed_draws import fixed_draws


@dataclass(frozen=True)
class LayerSignal:
    """One weight layer, in the order of the forward pass.

    Attributes:
        name: of the module, such as ``layer2.0.conv1``.
        index: 1 for the first layer.
        variance: of the layer's outputs (before normalisation), over images, channels and
            positions: the forward signal.
        gradient: root mean square of the loss's gradient with respect to these outputs, times
            the number of images, so that it does not depend on that number: the backward
            signal.
        weight_gradient: Euclidean norm of the loss's gradient with respect to the weights.
        weight: Euclidean norm of the weights.
    """

    name: str
    index: int
    variance: float
    gradient: float
    weight_gradient: float
    weight: float

    @property
    def relative_gradient(self) -> float:
        """The weight gradient as a fraction of the weights: how fast the layer can change."""
        return self.weight_gradient / self.weight

    @property
    def scale_free_gradient(self) -> float:
        """The weight gradient times the weights: the same for W and for c·W.

        Batch normalisation after a layer undoes a factor c on its weights, so that the loss is
        unchanged and its gradient is divided by c (van Laarhoven 2017, arXiv:1706.05350).
        """
        return self.weight_gradient * self.weight


def signals(network: nn.Module, images: Tensor, labels: Tensor) -> tuple[LayerSignal, ...]:
    """Measure both signals at every convolution and linear layer of the main path.

    One pass in training mode, with the batch's own statistics, on a copy of the network. The
    layers of shortcuts (projections, gates) are left out.

    Args:
        images: standardised, (N, C, H, W), float.
        labels: (N,), int64; the loss is the mean cross-entropy.
    """
    network = copy.deepcopy(network).train()
    device = next(network.parameters()).device
    images, labels = images.to(device), labels.to(device)
    outputs: dict[str, Tensor] = {}

    def watch(name: str, module: nn.Module, inputs: tuple[Tensor], output: Tensor) -> None:
        outputs[name] = output

    for name, module in network.named_modules():
        if isinstance(module, nn.Conv2d | nn.Linear) and "downsample" not in name:
            module.register_forward_hook(partial(watch, name))
    with fixed_draws(device):
        loss = functional.cross_entropy(network(images), labels)
        weights = [network.get_parameter(f"{name}.weight") for name in outputs]
        gradients = torch.autograd.grad(loss, [*outputs.values(), *weights])
    count = len(outputs)
    rows = zip(outputs.items(), gradients[:count], weights, gradients[count:], strict=True)
    return tuple(
        LayerSignal(
            name,
            index,
            output.detach().double().var().item(),  # squares of 1e-23 are 0 in float32
            gradient.double().square().mean().sqrt().item() * len(output),
            weight_gradient.double().norm().item(),
            weight.detach().double().norm().item(),
        )
        for index, ((name, output), gradient, weight, weight_gradient) in enumerate(rows, start=1)
    )
