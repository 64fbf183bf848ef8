"""VGG, the deep networks before ResNet: stacks of small filters.

Simonyan and Zisserman 2014 (arXiv:1409.1556), Table 1. Each configuration has five stages, each
followed by 2×2 max pooling, then three fully connected layers; a ReLU follows every layer except
the last.

============= ====== ======= ======= ============ ============ ============ ===========
configuration layers stage 1 stage 2 stage 3      stage 4      stage 5      parameters
============= ====== ======= ======= ============ ============ ============ ===========
A             11     64      128     2 × 256      2 × 512      2 × 512      132,863,336
A-LRN         11     64, LRN 128     2 × 256      2 × 512      2 × 512      132,863,336
B             13     2 × 64  2 × 128 2 × 256      2 × 512      2 × 512      133,047,848
C             16     2 × 64  2 × 128 2 × 256, 1×1 2 × 512, 1×1 2 × 512, 1×1 133,638,952
D             16     2 × 64  2 × 128 3 × 256      3 × 512      3 × 512      138,357,544
E             19     2 × 64  2 × 128 4 × 256      4 × 512      4 × 512      143,667,240
============= ====== ======= ======= ============ ============ ============ ===========

All convolutions are 3×3, except those marked 1×1, which keep the channels of their stage.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from resnet_book.choices import one_of

# An entry of a configuration: a number for a 3×3 convolution with that many channels, or one of
# these: a 1×1 convolution that keeps the channels, local response normalisation, max pooling.
POINTWISE, LRN, POOL = "1x1", "LRN", "pool"
Layer = int | str


def _configuration(*stages: tuple[Layer, ...]) -> tuple[Layer, ...]:
    return tuple(layer for stage in stages for layer in (*stage, POOL))


CONFIGURATIONS: dict[str, tuple[Layer, ...]] = {
    "A": _configuration((64,), (128,), *[(n,) * 2 for n in (256, 512, 512)]),
    "A-LRN": _configuration((64, LRN), (128,), *[(n,) * 2 for n in (256, 512, 512)]),
    "B": _configuration(*[(n,) * 2 for n in (64, 128, 256, 512, 512)]),
    "C": _configuration((64,) * 2, (128,) * 2, *[(n, n, POINTWISE) for n in (256, 512, 512)]),
    "D": _configuration((64,) * 2, (128,) * 2, *[(n,) * 3 for n in (256, 512, 512)]),
    "E": _configuration((64,) * 2, (128,) * 2, *[(n,) * 4 for n in (256, 512, 512)]),
}


class VGG(nn.Module):
    """Convolutional stages, then three fully connected layers.

    Input (N, 3, H, W), float, H and W at least 32; output (N, classes), the logits. At the paper's
    224×224 the last feature map is 7×7; other sizes are average-pooled to that, as in torchvision.
    The parameters have torchvision's names: ``features.0``, …, ``classifier.0``, ``classifier.3``,
    ``classifier.6``.

    Args:
        configuration: a key of :data:`CONFIGURATIONS`.
        classes: outputs of the last layer.
    """

    def __init__(self, configuration: str, classes: int) -> None:
        super().__init__()
        self.configuration = configuration
        self.features = _features(CONFIGURATIONS[configuration])
        self.avgpool = nn.AdaptiveAvgPool2d(7)
        self.classifier = nn.Sequential(
            nn.Linear(512 * 7 * 7, 4096),
            nn.ReLU(),
            nn.Dropout(0.5),
            nn.Linear(4096, 4096),
            nn.ReLU(),
            nn.Dropout(0.5),
            nn.Linear(4096, classes),
        )

    def forward(self, x: Tensor) -> Tensor:
        x = self.avgpool(self.features(x))  # (N, 512, 7, 7)
        return self.classifier(torch.flatten(x, 1))  # (N, classes)


def _features(configuration: Sequence[Layer]) -> nn.Sequential:
    layers: list[nn.Module] = []
    channels = 3
    for layer in configuration:
        if isinstance(layer, int):
            layers += [nn.Conv2d(channels, layer, 3, padding=1), nn.ReLU()]
            channels = layer
        elif layer == POINTWISE:
            layers += [nn.Conv2d(channels, channels, 1), nn.ReLU()]
        elif layer == LRN:
            # Krizhevsky et al. 2012, section 3.3: k = 2, n = 5, alpha = 1e-4, beta = 0.75.
            # PyTorch divides alpha by n, the paper does not.
            layers.append(nn.LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2.0))
        else:
            layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers)


def vgg(configuration: str, classes: int = 1000, *, seed: int = 0) -> VGG:
    """A network of Simonyan and Zisserman 2014, Table 1.

    D and E are torchvision's ``vgg16`` and ``vgg19``. They take half a gigabyte; to count
    parameters or draw the network, build it without weights: ``with torch.device("meta"):
    vgg("D")``.

    Args:
        configuration: ``A``, ``A-LRN``, ``B``, ``C``, ``D`` or ``E``.
        classes: outputs of the last layer.
        seed: of the weights.

    Raises:
        ValueError: for an unknown configuration (lists the known ones) or fewer than 1 class.
    """
    one_of("configuration", configuration, CONFIGURATIONS)
    if not isinstance(classes, int) or classes < 1:
        raise ValueError(f"classes {classes!r} is not a whole number of at least 1")
    with torch.random.fork_rng(devices=[]):  # PyTorch's constructors draw from the global generator
        network = VGG(configuration, classes)
    generator = torch.Generator().manual_seed(seed)
    # differs from Simonyan and Zisserman 2014: He initialisation throughout; they trained A from
    # small normal weights, and initialised the deeper networks with the layers of A.
    with torch.no_grad():
        for module in network.modules():
            if isinstance(module, nn.Conv2d | nn.Linear) and not module.weight.is_meta:
                deviation = math.sqrt(2 / module.weight[0].numel())
                module.weight.normal_(0, deviation, generator=generator)
                module.get_parameter("bias").zero_()
    return network


def weight_layers(configuration: str) -> int:
    """The depth as the paper counts it: convolutions and fully connected layers.

    Raises:
        ValueError: for an unknown configuration; lists the known ones.
    """
    one_of("configuration", configuration, CONFIGURATIONS)
    return sum(layer not in (LRN, POOL) for layer in CONFIGURATIONS[configuration]) + 3


def parameters_by_part(network: VGG) -> dict[str, int]:
    """Count the parameters (weights and biases) of the convolutions and of each linear layer.

    The keys are ``convolutions`` and ``fully connected 1`` to ``3``; the values add up to all
    parameters of the network.
    """
    parts = {"convolutions": sum(p.numel() for p in network.features.parameters())}
    linear = [layer for layer in network.classifier if isinstance(layer, nn.Linear)]
    for i, layer in enumerate(linear, start=1):
        parts[f"fully connected {i}"] = sum(p.numel() for p in layer.parameters())
    return parts
