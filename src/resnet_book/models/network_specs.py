"""Which network: everything needed to build it again, and the networks of the papers.

    >>> cifar_spec(56).name
    'resnet-56-A'
    >>> imagenet_spec(50).blocks
    (3, 4, 6, 3)

He et al. 2015 is arXiv:1512.03385; He et al. 2016 is arXiv:1603.05027.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from resnet_book.choices import one_of
from resnet_book.models.block_designs import BlockDesign, block_design

# He et al. 2015, Table 1: the shape of the blocks, and the number of blocks in each stage.
IMAGENET: dict[int, tuple[str, tuple[int, ...]]] = {
    18: ("basic", (2, 2, 2, 2)),
    34: ("basic", (3, 4, 6, 3)),
    50: ("bottleneck", (3, 4, 6, 3)),
    101: ("bottleneck", (3, 4, 23, 3)),
    152: ("bottleneck", (3, 8, 36, 3)),
}

# Channels of the first stage in the papers.
WIDTHS: dict[str, int] = {"cifar": 16, "imagenet": 64}

# The convolution of a bottleneck that strides: He et al. 2015 on CIFAR-10, torchvision on ImageNet.
STRIDES_ON: dict[str, str] = {"cifar": "1x1", "imagenet": "3x3"}


def usual_shortcut(family: str, depth: int) -> str:
    """The shortcut of the paper's own networks: ``A``; ``B`` for ImageNet from 50 layers on.

    He et al. 2015, sections 4.1 and 4.2.
    """
    return "B" if family == "imagenet" and depth >= 50 else "A"


@dataclass(frozen=True)
class NetworkSpec:
    """Everything needed to rebuild a network; saved in checkpoints and records.

    Attributes:
        family: ``cifar`` (three stages, 3×3 stem) or ``imagenet`` (four stages, 7×7 stem and
            pooling).
        blocks: the number of blocks in each stage.
        design: of every block.
        width: channels of the first stage; each later stage doubles them.
        in_channels: channels of the images.
        classes: outputs of the classifier.

    Raises:
        ValueError: for a width, channel or class number below 1.
    """

    family: str
    depth: int
    blocks: tuple[int, ...]
    design: BlockDesign
    width: int
    in_channels: int = 3
    classes: int = 10

    def __post_init__(self) -> None:
        for name in ("width", "in_channels", "classes"):
            value = getattr(self, name)
            if not isinstance(value, int) or value < 1:
                raise ValueError(f"{name} {value!r} is not a whole number of at least 1")

    @property
    def name(self) -> str:
        """The network's name, such as ``plain-20`` or ``resnet-164-A-bottleneck``."""
        shortcut = self.design.shortcut
        start = f"plain-{self.depth}" if shortcut == "none" else f"resnet-{self.depth}-{shortcut}"
        labels = {"start": start, "shape": "", "width": ""} | self.design.labels
        labels.pop("shortcut", None)  # already in the name
        if self.family == "imagenet":
            labels.pop("shape")  # follows from the depth
        if self.width != WIDTHS[self.family]:
            labels["width"] = f"width-{self.width}"
        on = self.design.stride_on
        if self.design.shape == "bottleneck" and on != STRIDES_ON[self.family]:
            labels["stride_on"] = f"stride-{on}"
        return "-".join(filter(None, labels.values()))


def cifar_spec(
    depth: int,
    shortcut: str = "A",
    *,
    width: int = 16,
    in_channels: int = 3,
    classes: int = 10,
    **choices: Any,
) -> NetworkSpec:
    """The spec of :func:`~resnet_book.models.resnet.cifar_resnet` with the same arguments.

    Raises:
        ValueError: for a value that is not allowed; the message says which are.
        TypeError: for an unknown option of blocks.
    """
    design = block_design(**{"shortcut": shortcut, "stride_on": STRIDES_ON["cifar"], **choices})
    layers = 3 * len(design.convolutions)
    if not isinstance(depth, int) or depth < layers + 2 or (depth - 2) % layers:
        known = "20, 32, 44, 56, 110, 1202" if design.shape == "basic" else "164, 1001"
        raise ValueError(
            f"depth {depth!r} is not {layers}n + 2 (n = 1, 2, …), as {design.shape} blocks need: "
            f"{layers + 2}, {2 * layers + 2}, {3 * layers + 2}, …; in the papers: {known}"
        )
    blocks = ((depth - 2) // layers,) * 3
    return NetworkSpec("cifar", depth, blocks, design, width, in_channels, classes)


def imagenet_spec(
    depth: int, shortcut: str = "B", *, classes: int = 1000, **choices: Any
) -> NetworkSpec:
    """The spec of :func:`~resnet_book.models.resnet.imagenet_resnet` with the same arguments.

    Raises:
        ValueError: for a value that is not allowed; the message says which are.
        TypeError: for an unknown option of blocks.
    """
    one_of("depth", depth, IMAGENET)
    shape, blocks = IMAGENET[depth]
    design = block_design(block=shape, shortcut=shortcut, **choices)
    return NetworkSpec("imagenet", depth, blocks, design, WIDTHS["imagenet"], 3, classes)
