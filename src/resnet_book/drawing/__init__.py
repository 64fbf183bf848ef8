"""Figures, drawn from results, each with its alternative text.

These modules neither train nor measure. Each is about one kind of figure; a new kind needs a new
module and an entry in ``test_pictures.py``:

- ``pictures``: a figure and its alternative text, for light, dark, phone and paper
- ``captions``: number, takeaway and description of a figure, for plots and drawings
- ``labels``: names at the ends of lines, in a legend, next to rows; without overlaps
- ``ticks``: the numbers at a logarithmic axis
- ``page_svg``: matplotlib's SVG, shortened for a page
- ``looks``: colour, line style and marker of a network, the same in every figure
- ``curves``: errors over epochs or steps
- ``generalisation``: test errors at equal training errors
- ``errors``: errors after training, a mark for each seed
- ``comparisons``: numbers of several sources side by side
- ``layers``: a value for each layer, or over another number
- ``rates``: errors over the learning rate
- ``gradients``: gradients along shortcuts, and gates
- ``paths``: the paths through a few blocks, and the gradient of each
- ``distributions``: histograms, and the best of several draws
- ``guesses``: the place of the reader's curve in a figure
- ``images``: pixels and small images
- ``costs``: time and multiply-adds
- ``published``: the papers' own numbers
- ``diagrams``: structure, drawn from the networks' own objects
- ``cards``: links with a picture; ``card_pictures``: small pictures without words
- ``verdicts``: the scorecard's tiles
- ``emblems``: the block as a logo
"""

from resnet_book.drawing.card_pictures import (
    block_and_shortcut,
    blocks_in_a_row,
    errors_by_depth,
    runs_of_one_recipe,
    small_strip,
    tensor_widths,
    verdict_squares,
)
from resnet_book.drawing.cards import Card, Cards, Start
from resnet_book.drawing.comparisons import compared_numbers
from resnet_book.drawing.costs import error_by_cost, time_by_layer
from resnet_book.drawing.curves import error_curves, step_curves
from resnet_book.drawing.diagrams import (
    Diagram,
    activation_orders,
    block_diagram,
    bottleneck_pixels,
    compare_blocks,
    compare_shapes,
    crops_and_sizes,
    gradient_ways,
    layers_that_do_nothing,
    network_strips,
    shortcut_kinds,
    shortcut_options,
    sum_of_branches,
    unravelled_paths,
    vgg_strips,
)
from resnet_book.drawing.distributions import best_of_runs, histograms
from resnet_book.drawing.errors import ensemble_errors, errors_by_name, last_errors, one_removed
from resnet_book.drawing.generalisation import generalisation_curves
from resnet_book.drawing.gradients import cancellation, gates_by_bias, gradient_over_scale
from resnet_book.drawing.images import image_rows, pixels
from resnet_book.drawing.layers import by_layer, by_number, response_curves
from resnet_book.drawing.looks import Labelled
from resnet_book.drawing.pictures import Picture
from resnet_book.drawing.published import (
    error_by_depth,
    error_by_size,
    published_errors,
    revolution_of_depth,
)
from resnet_book.drawing.rates import error_over_rate
from resnet_book.drawing.verdicts import degradation_tiles, table_tiles, verdict_counts

__all__ = [
    "Card",
    "Cards",
    "Diagram",
    "Labelled",
    "Picture",
    "Start",
    "activation_orders",
    "best_of_runs",
    "block_and_shortcut",
    "block_diagram",
    "blocks_in_a_row",
    "bottleneck_pixels",
    "by_layer",
    "by_number",
    "cancellation",
    "compare_blocks",
    "compare_shapes",
    "compared_numbers",
    "crops_and_sizes",
    "degradation_tiles",
    "ensemble_errors",
    "error_by_cost",
    "error_by_depth",
    "error_by_size",
    "error_curves",
    "error_over_rate",
    "errors_by_depth",
    "errors_by_name",
    "gates_by_bias",
    "generalisation_curves",
    "gradient_over_scale",
    "gradient_ways",
    "histograms",
    "image_rows",
    "last_errors",
    "layers_that_do_nothing",
    "network_strips",
    "one_removed",
    "pixels",
    "published_errors",
    "response_curves",
    "revolution_of_depth",
    "runs_of_one_recipe",
    "shortcut_kinds",
    "shortcut_options",
    "small_strip",
    "step_curves",
    "sum_of_branches",
    "table_tiles",
    "tensor_widths",
    "time_by_layer",
    "unravelled_paths",
    "verdict_counts",
    "verdict_squares",
    "vgg_strips",
]
