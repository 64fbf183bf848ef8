"""Drawings of structure, computed from the networks' own objects: blocks, shortcuts, networks.

Form says what a part is, colour whose way it is: blue is x, carried unchanged; orange the only way
of a plain stack; purple what x must cross; all else is grey.

- ``anatomy``: the parts and wires of a block, read off the module
- ``spelling``: what stands on a part, a block's formula, its alternative text
- ``arcs``: a block with the shortcut as an arc around the branch
- ``block_pictures``: one block, or several side by side
- ``boundaries``: options A, B and C; ``carried_pixels``: what they do to an image;
  ``pixel_maps``: how that is drawn
- ``streams``: a block with x straight down and the branch beside it
- ``multiples``: the five orders and the six shortcuts; ``multiple_errors``: the errors below them
- ``tensor_shapes``: a block by the widths of its tensors and, as ``cost_squares``, what it costs
- ``network_pictures``: whole networks; ``strips``: a network, a bar per layer; ``strip_labels``:
  its stages; ``strip_rows``: a row for each of them; ``network_layers``: the layers, found by
  running the network
- ``doing_nothing``: a deep network that copies a shallow one
- ``stack_pictures``: several blocks in a row, forward, backward, unravelled; ``stacks``: one line
- ``movable_paths``: blocks, plain twin and paths, for a script that cuts branches
- ``image_crops``: ten crops and several sizes of a test image
- ``unread_pixels``: what a stride on the 1×1 never reads
- ``canvas``: boxes, wires, arrowheads and texts as SVG
- ``lettering``: texts, their markup and their boxes; ``fonts``: how wide they are
- ``pages``: a drawing in two widths, for a page; ``style_sheet``: in the page's colours;
  ``bitmaps``: as a PNG on white
"""

from resnet_book.drawing.diagrams.block_pictures import block_diagram, compare_blocks
from resnet_book.drawing.diagrams.boundaries import shortcut_options
from resnet_book.drawing.diagrams.doing_nothing import layers_that_do_nothing
from resnet_book.drawing.diagrams.image_crops import crops_and_sizes
from resnet_book.drawing.diagrams.multiples import activation_orders, shortcut_kinds
from resnet_book.drawing.diagrams.network_pictures import network_strips, vgg_strips
from resnet_book.drawing.diagrams.pages import Diagram
from resnet_book.drawing.diagrams.stack_pictures import (
    gradient_ways,
    sum_of_branches,
    unravelled_paths,
)
from resnet_book.drawing.diagrams.tensor_shapes import compare_shapes
from resnet_book.drawing.diagrams.unread_pixels import bottleneck_pixels

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
