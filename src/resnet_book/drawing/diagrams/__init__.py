"""Drawings of structure, computed from the networks' own objects: blocks, shortcuts, networks.

The form of a part says what it is, its colour which path it belongs to: blue is x, carried
unchanged; orange the only path of a plain stack; purple what x must cross; all else is grey.

- ``blocks``: one block, or several side by side, by its parts or by its shapes
- ``shortcuts``: options A, B and C, and the pixels that they or a stride leave out
- ``networks``: whole networks, a bar per layer
- ``stacks``: several equal blocks in a row, and the paths through them
- ``image_crops``: ten crops and several sizes of a test image
- ``svg``: how all of them are drawn

Put a new drawing into the folder of its subject.
"""

from resnet_book.drawing.diagrams.blocks.block_pictures import block_diagram, compare_blocks
from resnet_book.drawing.diagrams.blocks.multiples import activation_orders, shortcut_kinds
from resnet_book.drawing.diagrams.blocks.tensor_shapes import compare_shapes
from resnet_book.drawing.diagrams.image_crops import crops_and_sizes
from resnet_book.drawing.diagrams.networks.doing_nothing import layers_that_do_nothing
from resnet_book.drawing.diagrams.networks.network_pictures import network_strips, vgg_strips
from resnet_book.drawing.diagrams.shortcuts.boundaries import shortcut_options
from resnet_book.drawing.diagrams.shortcuts.unread_pixels import bottleneck_pixels
from resnet_book.drawing.diagrams.stacks.stack_pictures import (
    gradient_ways,
    sum_of_branches,
    unravelled_paths,
)
from resnet_book.drawing.diagrams.svg.pages import Diagram

__all__ = [
    "Diagram",
    "activation_orders",
    "block_diagram",
    "bottleneck_pixels",
    "compare_blocks",
    "compare_shapes",
    "crops_and_sizes",
    "gradient_ways",
    "layers_that_do_nothing",
    "network_strips",
    "shortcut_kinds",
    "shortcut_options",
    "sum_of_branches",
    "unravelled_paths",
    "vgg_strips",
]
