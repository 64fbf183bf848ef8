"""The cost and the receptive field of each layer of a network, in the order the layers run.

for layer in layer_costs(imagenet_resnet(50), 224):
    print(layer.name, layer.parameters, layer.multiply_adds, layer.field)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from torch import Tensor, nn

from resnet_book.models.counting import BYTES, on_every_call

WITH_WEIGHTS = (nn.Conv2d, nn.Linear)


@dataclass(frozen=True)
class LayerCost:
    """A convolution or a linear layer, for one square image.

    Attributes:
        name: of the module: ``layer2.0.conv1``.
        kernel: side of a convolution's kernel; 0 for a linear layer.
        stride: 1 for a linear layer.
        in_channels, out_channels: features of a linear layer.
        in_size, out_size: side of the input and output feature maps, in pixels; 1 for a linear
            layer.
        parameters: of the layer and of the normalisation between it and the next layer, so that
            the sum over all layers is the network's.
        multiply_adds: as in :mod:`resnet_book.models.counting`.
        field: side of the square of the image that one of its outputs depends on, in pixels. It
            may exceed the image.
        projection: whether it is on a shortcut.
    """

    name: str
    kernel: int
    stride: int
    in_channels: int
    out_channels: int
    in_size: int
    out_size: int
    parameters: int
    multiply_adds: int
    field: int
    projection: bool

    @property
    def memory(self) -> int:
        """Bytes of its output in float32."""
        return BYTES * self.out_channels * self.out_size**2


def layer_costs(network: nn.Module, size: int) -> tuple[LayerCost, ...]:
    """List the layers of `network` that have weights, including projections on shortcuts.

    The network is run on the meta device, on one image of 3 channels and `size` × `size` pixels.

    Raises:
        RuntimeError: from PyTorch, if the network does not accept images of that size.
    """
    path = _Path()
    wanted = (*WITH_WEIGHTS, nn.MaxPool2d, nn.AdaptiveAvgPool2d, nn.BatchNorm2d)
    on_every_call(network, (3, size, size), lambda m: isinstance(m, wanted), path.seen)
    return tuple(path.layers)


class _Path:
    """The layers that have run, and the receptive field at the current end of the main path."""

    def __init__(self) -> None:
        self.layers: list[LayerCost] = []
        self.field, self.step, self.side = 1, 1, 1
        self.starts: dict[str, int] = {}  # block → the field at its input

    def seen(
        self, name: str, module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor
    ) -> None:
        own = sum(parameter.numel() for parameter in module.parameters())
        if isinstance(module, nn.BatchNorm2d):
            last = self.layers[-1]
            self.layers[-1] = replace(last, parameters=last.parameters + own)
            return
        projection = ".downsample" in name
        field = self._widen(name, module, inputs[0], output, projection=projection)
        if not isinstance(module, WITH_WEIGHTS):
            return
        linear = isinstance(module, nn.Linear)
        self.layers.append(
            LayerCost(
                name=name,
                kernel=0 if linear else _one(module.kernel_size),
                stride=1 if linear else _one(module.stride),
                in_channels=inputs[0].shape[1],
                out_channels=output.shape[1],
                in_size=1 if linear else inputs[0].shape[-1],
                out_size=1 if linear else output.shape[-1],
                parameters=own,
                multiply_adds=module.weight[0].numel() * output.numel(),
                field=field,
                projection=projection,
            )
        )

    def _widen(
        self, name: str, module: nn.Module, x: Tensor, output: Tensor, *, projection: bool
    ) -> int:
        """The field after a layer; see :func:`resnet_book.models.field_of_view.receptive_field`.

        A projection has a 1×1 kernel, so it has the receptive field of the block's input.
        """
        block = name.rpartition(".")[0]
        if projection:
            return self.starts[block.removesuffix(".downsample")]
        self.starts.setdefault(block, self.field)
        kernel, stride = self._window(module, x, output)
        self.field += (kernel - 1) * self.step
        self.step *= stride
        self.side = output.shape[-1] if output.ndim == 4 else 1
        return self.field

    def _window(self, module: nn.Module, x: Tensor, output: Tensor) -> tuple[int, int]:
        if isinstance(module, nn.Linear):
            return self.side, 1  # the first one reads every pixel of the last map
        if isinstance(module, nn.AdaptiveAvgPool2d):
            ratio = x.shape[-1] // output.shape[-1]
            return ratio, ratio
        return _one(module.kernel_size), _one(module.stride)


def _one(size: Any) -> int:
    return size[0] if isinstance(size, tuple) else size
