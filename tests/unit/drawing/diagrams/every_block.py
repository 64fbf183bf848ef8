"""Every block that the book can build, and its wires, traced through the module by PyTorch."""

import itertools
import operator

import torch
from torch import fx, nn

from resnet_book.models.block_designs import BRANCHES, ORDERS, BlockDesign
from resnet_book.models.blocks import Block
from resnet_book.models.squeeze_excitation import SqueezeExcitation

SHORTCUTS = (
    *("none", "A", "B", "C", "conv", "scaling=0.5,1", "scaling=0.5,0.5"),
    *("exclusive-gating=-6", "shortcut-gating=-6", "dropout=0.5"),
)
STRIDES = (1, 2)
# The other choices of a design, each by itself and all together, with a shortcut of each kind.
CHOICES = (
    {"stride_on": "1x1"},
    {"batch_norm": False},
    {"squeeze_excitation": 4},
    {"stride_on": "1x1", "batch_norm": False, "squeeze_excitation": 4},
)
KINDS = ("none", "A", "B", "exclusive-gating=-6")
WIDTH = 8


def _every():
    for one in itertools.product(BRANCHES, SHORTCUTS, ORDERS, STRIDES):
        yield *one, {}
    for *one, choices in itertools.product(BRANCHES, KINDS, ORDERS, STRIDES, CHOICES):
        shape, _, order, _ = one
        only_bottlenecks = list(choices) == ["stride_on"]
        needs_norm = order == "bn-after-addition" and not choices.get("batch_norm", True)
        if not needs_norm and (shape == "bottleneck" or not only_bottlenecks):
            yield *one, choices


EVERY = list(_every())


def design_and_sizes(shape, shortcut, order, stride, choices):
    """A design, and the sizes of a block of it that a network would contain."""
    design = BlockDesign(shape, shortcut, order, **choices)
    channels = WIDTH * design.expansion
    return design, {"in_channels": channels // stride, "width": WIDTH, "stride": stride}


class Tracer(fx.Tracer):
    """Squeeze-and-excitation is one part of a block, as in the drawings."""

    def is_leaf_module(self, m, module_qualified_name):
        leaf = isinstance(m, SqueezeExcitation)
        return leaf or super().is_leaf_module(m, module_qualified_name)


def traced(design, sizes):
    """The parts that each operand of the addition, and the output, has gone through.

    Returns:
        ways: a list of names from x to the addition, the shortcut's first; without an addition the
            only way. ``×0.5``, ``×g`` and ``×(1−g)`` are factors, ``[::2]`` and ``pad 8`` what
            option A does.
        after: the names after the addition.
        block: the module.
    """
    with torch.device("meta"):
        block = Block(sizes["in_channels"], sizes["width"], sizes["stride"], design)
    graph = Tracer().trace(block)
    (output,) = [node for node in graph.nodes if node.op == "output"]
    after, node = [], output.args[0]
    while node.op == "call_module":
        after.append(node.target)
        node = node.args[0]
    if node.op == "call_function" and node.target is operator.add:
        return [_way(each) for each in node.args], after[::-1], block
    return [_way(output.args[0])], [], block


def _way(node):
    names = []
    while node.op != "placeholder":
        if node.op == "call_module":
            names.append(node.target)
            node = node.args[0]
        elif node.target is operator.mul:
            one, two = node.args
            names.append(_factor(one))
            node = two
        elif node.target is operator.getitem:
            names.append(f"[::{node.args[1][-1].step}]")
            node = node.args[0]
        else:
            assert node.target is nn.functional.pad
            names.append(f"pad {node.args[1][-1]}")
            node = node.args[0]
    return names[::-1]


def _factor(value):
    if not isinstance(value, fx.Node):
        return f"×{value:g}"
    return "×g" if value.target is torch.sigmoid else "×(1−g)"
