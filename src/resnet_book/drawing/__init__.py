"""Figures, drawn from results, each with its alternative text.

Nothing here trains or measures. A module is about one kind of figure:

- ``pictures``: a figure and its alternative text, for light, dark, phone and paper
- ``looks``: colour, line style and marker of a network, the same in every figure
- ``curves``: errors over epochs or steps
- ``errors``: errors after training, a mark for each seed
- ``layers``: a value for each layer, or over any number
- ``gradients``: gradients along shortcuts, and gates
- ``images``: pixels and small images
- ``costs``: time and multiply-adds
- ``published``: the papers' own numbers
- ``diagrams``: structure, drawn from the networks' own objects
"""

from resnet_book.drawing.costs import error_by_cost, time_by_layer
from resnet_book.drawing.curves import error_curves, step_curves
from resnet_book.drawing.diagrams import (
    Diagram,
    activation_orders,
    block_diagram,
    bottleneck_pixels,
    compare_blocks,
    compare_shapes,
    gradient_ways,
    layers_that_do_nothing,
    network_strips,
    shortcut_kinds,
    shortcut_options,
    sum_of_branches,
    unravelled_paths,
    vgg_strips,
)
from resnet_book.drawing.errors import ensemble_errors, errors_by_name, last_errors, one_removed
from resnet_book.drawing.gradients import cancellation, gates_by_bias, gradient_over_scale
from resnet_book.drawing.images import image_rows, pixels
from resnet_book.drawing.layers import by_layer, by_number, response_curves
from resnet_book.drawing.looks import Labelled
from resnet_book.drawing.pictures import Picture
from resnet_book.drawing.published import error_by_depth, published_errors, revolution_of_depth

__all__ = [
    "Diagram",
    "Labelled",
    "Picture",
    "activation_orders",
    "block_diagram",
    "bottleneck_pixels",
    "by_layer",
    "by_number",
    "cancellation",
    "compare_blocks",
    "compare_shapes",
    "ensemble_errors",
    "error_by_cost",
    "error_by_depth",
    "error_curves",
    "errors_by_name",
    "gates_by_bias",
    "gradient_over_scale",
    "gradient_ways",
    "image_rows",
    "last_errors",
    "layers_that_do_nothing",
    "network_strips",
    "one_removed",
    "pixels",
    "published_errors",
    "response_curves",
    "revolution_of_depth",
    "shortcut_kinds",
    "shortcut_options",
    "step_curves",
    "sum_of_branches",
    "time_by_layer",
    "unravelled_paths",
    "vgg_strips",
]
