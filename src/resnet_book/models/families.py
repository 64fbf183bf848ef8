"""The networks of the papers, by family: those for ImageNet, those for CIFAR, and VGG."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from torch import nn

from resnet_book.models.labels import network_label
from resnet_book.models.network_specs import (
    IMAGENET,
    STRIDES_ON,
    NetworkSpec,
    cifar_spec,
    imagenet_spec,
    usual_shortcut,
)
from resnet_book.models.resnet import build
from resnet_book.models.vgg_networks import vgg, weight_layers

IMAGES = {"cifar": 32, "imagenet": 224}  # side of the images of each family


@dataclass(frozen=True)
class Member:
    """One network.

    Attributes:
        key: unique, and usable in an address and in a file.
        label: for readers.
        design: the spec of a ResNet, or the configuration of a VGG.
    """

    key: str
    label: str
    design: NetworkSpec | str

    @property
    def size(self) -> int:
        """Side of the network's images, in pixels."""
        return IMAGES["imagenet" if isinstance(self.design, str) else self.design.family]

    @property
    def shortcut(self) -> str:
        """The shortcut of a ResNet's blocks, ``none`` if it is plain; empty for a VGG."""
        return "" if isinstance(self.design, str) else self.design.design.shortcut

    def build(self) -> nn.Module:
        """The network with the weights of seed 0; on the meta device without any."""
        return vgg(self.design) if isinstance(self.design, str) else build(self.design)


def _resnet(spec: NetworkSpec) -> Member:
    # Keys, which records and addresses hold, name the stride that is not the papers'.
    usual = replace(spec.design, stride_on=STRIDES_ON[spec.family])
    key, label = replace(spec, design=usual).name, network_label(spec)
    if spec.design.shape == "bottleneck":
        if spec.design.stride_on == "3x3":
            key = f"{key}-stride-3x3"
        else:
            label = f"{label}, stride on the 1×1"
    return Member(key, label, spec)


@cache
def families() -> Mapping[str, tuple[Member, ...]]:
    """The networks of each family, those with the papers' own shortcuts first.

    From He et al. 2015 (Tables 1 and 6, and both twins of Figures 4 and 6), He et al. 2016, Table 3
    (bottlenecks), and Simonyan and Zisserman 2014, Table 1 (A, B, D, E). Bottlenecks stride on
    the 3×3, as everywhere in the book, unless their labels say that they stride on the 1×1, as in
    the paper.
    """
    imagenet = [
        imagenet_spec(depth, usual_shortcut("imagenet", depth), stride_on="1x1")
        for depth in IMAGENET
    ]
    imagenet[2:2] = [imagenet_spec(depth) for depth in (50, 101, 152)]
    imagenet += [imagenet_spec(depth, "C", stride_on="1x1") for depth in (34, 50)]
    imagenet += [imagenet_spec(depth, "none", stride_on="1x1") for depth in (18, 34)]
    depths = (20, 32, 44, 56, 110)
    cifar = [cifar_spec(depth) for depth in depths]
    cifar += [cifar_spec(164, block="bottleneck", order="full-preactivation")]
    cifar += [cifar_spec(depth, "none") for depth in depths]
    return {
        "imagenet": tuple(map(_resnet, imagenet)),
        "cifar": tuple(map(_resnet, cifar)),
        "vgg": tuple(
            Member(f"vgg-{weight_layers(name)}", f"VGG-{weight_layers(name)} ({name})", name)
            for name in "ABDE"
        ),
    }


def member(key: str) -> Member:
    """The network of that key.

    Raises:
        KeyError: no network has that key.
    """
    return {each.key: each for family in families().values() for each in family}[key]
