"""What came before residual networks: VGG, and the lesson of its small filters.

Simonyan and Zisserman 2014 (arXiv:1409.1556), Table 1. Each column has five stages, a 2×2 maximum
pooling after each, then three fully connected layers; a ReLU follows each layer but the last.

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

All convolutions are 3×3, except those marked 1×1, which have as many channels as their stage.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from resnet_book.choices import one_of

# What one entry of a configuration stands for: a 3×3 convolution with so many channels, a 1×1
# convolution that keeps its channels, local response normalisation, or the end of a stage.
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
    """Convolutional stages, three fully connected layers.

    Input (N, 3, H, W), float, H and W at least 32; output (N, classes), the logits. At the paper's
    224×224 the stages end with 7×7; other sizes are averaged to that, as in torchvision, whose
    parameter names these are: ``features.0``, …, ``classifier.0``, ``classifier.3``,
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
        if layer == POOL:
            layers.append(nn.MaxPool2d(2))
        elif layer == LRN:
            # Krizhevsky et al. 2012, section 3.3: k = 2, n = 5, alpha = 1e-4, beta = 0.75.
            # PyTorch divides alpha by n, the paper does not.
            layers.append(nn.LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2.0))
        elif layer == POINTWISE:
            layers += [nn.Conv2d(channels, channels, 1), nn.ReLU()]
        else:
            layers += [nn.Conv2d(channels, layer, 3, padding=1), nn.ReLU()]
            channels = layer
    return nn.Sequential(*layers)


def vgg(configuration: str, classes: int = 1000, *, seed: int = 0) -> VGG:
    """A network of Simonyan and Zisserman 2014, Table 1.

    D and E are torchvision's ``vgg16`` and ``vgg19``. They take half a gigabyte; to count or to
    draw one, build it without weights: ``with torch.device("meta"): vgg("D")``.

    Args:
        configuration: ``A``, ``A-LRN``, ``B``, ``C``, ``D`` or ``E``.
        classes: outputs of the last layer.
        seed: of the weights.

    Raises:
        ValueError: names the value and the allowed ones.
    """
    one_of("configuration", configuration, CONFIGURATIONS)
    if not isinstance(classes, int) or classes < 1:
        raise ValueError(f"classes {classes!r} is not a whole number of at least 1")
    with torch.random.fork_rng(devices=[]):  # the constructors of PyTorch draw from the global one
        network = VGG(configuration, classes)
    generator = torch.Generator().manual_seed(seed)
    # differs from Simonyan and Zisserman 2014: He initialisation throughout; they trained A from
    # small normal weights, and started the deeper networks from the layers of A.
    with torch.no_grad():
        for module in network.modules():
            if isinstance(module, nn.Conv2d | nn.Linear) and not module.weight.is_meta:
                deviation = math.sqrt(2 / module.weight[0].numel())
                module.weight.normal_(0, deviation, generator=generator)
                module.bias.zero_()
    return network


def weight_layers(configuration: str) -> int:
    """The depth as the paper counts it: convolutions and fully connected layers.

    Raises:
        ValueError: names the value and the allowed ones.
    """
    one_of("configuration", configuration, CONFIGURATIONS)
    return sum(layer not in (LRN, POOL) for layer in CONFIGURATIONS[configuration]) + 3


def parameters_by_part(network: VGG) -> dict[str, int]:
    """Where the parameters sit: ``convolutions``, then each fully connected layer.

    The keys of the latter are ``fully connected 1`` to ``3``; the values add up to the network's
    parameters, weights and biases.
    """
    parts = {"convolutions": sum(p.numel() for p in network.features.parameters())}
    linear = [layer for layer in network.classifier if isinstance(layer, nn.Linear)]
    for i, layer in enumerate(linear, start=1):
        parts[f"fully connected {i}"] = sum(p.numel() for p in layer.parameters())
    return parts
