"""The names of networks for readers, as the papers write them: ``plain-20``, ``ResNet-110``.

    >>> network_label(cifar_spec(20, "none"))
    'plain-20'
    >>> network_label(cifar_spec(110, "scaling=0.5,1"))
    'ResNet-110, shortcut × 0.5'
    >>> network_label(cifar_spec(164, block="bottleneck", order="full-preactivation"))
    'ResNet-164, bottlenecks, full pre-activation'

``NetworkSpec.name`` is what files, records and the command line use.
"""

from __future__ import annotations

from resnet_book.models.network_specs import WIDTHS, NetworkSpec, usual_shortcut
from resnet_book.models.shortcuts import parse_shortcut
from resnet_book.words import (
    OPTION,
    PLAIN_NETWORK,
    RESIDUAL_NETWORK,
    WIDTH,
    choice_name,
    shortcut_name,
)


def network_label(spec: NetworkSpec) -> str:
    """A network's name for readers: kind and depth, then every difference from the paper's network.

    The paper's own shortcut is option A, and option B from 50 layers on for ImageNet (He et al.
    2015, sections 4.1 and 4.2); any other one is named.
    """
    return _label(spec, spec.depth)


def label_of_any_depth(spec: NetworkSpec) -> str:
    """``ResNet-{depth}, option B``: a network's name for readers with a place for its depth.

    For a script, which puts in the depth. The shortcut is named as for this spec's own depth.
    """
    return _label(spec, "{depth}")


def _label(spec: NetworkSpec, depth: int | str) -> str:
    design = spec.design
    kind = PLAIN_NETWORK if design.shortcut == "none" else RESIDUAL_NETWORK
    parts = {"start": kind.format(depth=depth), "shape": "", "shortcut": "", "width": ""}
    for field, label in design.labels.items():
        parts[field] = choice_name(field, getattr(design, field)) or label
    parts["shortcut"] = _shortcut(spec)
    if spec.family == "imagenet":
        parts.pop("shape")  # follows from the depth
    if spec.width != WIDTHS[spec.family]:
        parts["width"] = WIDTH.format(spec.width)
    return ", ".join(filter(None, parts.values()))


def _shortcut(spec: NetworkSpec) -> str:
    """The shortcut, unless kind and depth of the network already imply it."""
    kind, numbers = parse_shortcut(spec.design.shortcut)
    if kind in ("none", usual_shortcut(spec.family, spec.depth)):
        return ""
    if kind in ("A", "B", "C"):
        return OPTION.format(kind)
    return shortcut_name(f"{kind}={','.join(map(str, numbers))}")
