"""Measurements on a network. None of them trains or changes it: they cut or move parts of a copy.
Errors on a data set are measured by ``training.evaluation``.

Each measurement is a separate module; its figure is in ``drawing``:

- ``layer_signals``: the forward signal and the backward gradient, layer by layer
- ``block_stack``: a network of equal blocks with a factor λ on every shortcut, to measure on
- ``block_flow``: the signal, the branches and the gradient at each of a row of blocks
- ``sum_terms``: the terms of one block's sum, and what keeps a block from returning x
- ``gradient_paths``: the part that travels along the shortcuts, and the part through branches
- ``single_paths``: the gradient through each of the 2ⁿ paths of n blocks
- ``branch_sizes``: the size of F(x) relative to x
- ``layer_responses``: the standard deviation of each layer's output
- ``input_gradients``: the gradient at a nudged image: does it keep its pattern?
- ``gradient_spread``: how far the gradient of one pixel spreads over the image
- ``read_pixels``: the input pixels that a path depends on
- ``sharpness``: the largest eigenvalue of the loss's Hessian, by power iteration
- ``zero_hessian``: curvature at zero weights, with shortcuts around one, two or three layers
- ``timing``: the time that a network takes, in total, by kind of layer and layer by layer
- ``page_faults``: the memory pages that a call makes the operating system provide
- ``fixed_draws``: equal random draws in every measurement, for dropout
"""

from resnet_book.probes.block_flow import Flow, flow
from resnet_book.probes.block_stack import stack
from resnet_book.probes.branch_sizes import branch_ratios
from resnet_book.probes.gradient_paths import BlockTerms, StackTerms, stack_terms, two_term_growth
from resnet_book.probes.gradient_spread import gradient_energy, side_with, spread
from resnet_book.probes.input_gradients import agreement, nudged_gradients
from resnet_book.probes.layer_responses import Response, responses, responses_from_weights
from resnet_book.probes.layer_signals import LayerSignal, signals
from resnet_book.probes.page_faults import new_pages
from resnet_book.probes.read_pixels import pixels_read
from resnet_book.probes.sharpness import top_eigenvalue
from resnet_book.probes.single_paths import PathGradients, PathNorms, path_gradients
from resnet_book.probes.sum_terms import BlockSum, block_sum, obstacles
from resnet_book.probes.timing import Timing, time_by_kind, time_in_turn
from resnet_book.probes.zero_hessian import condition, hessian_at_zero, loss_at

__all__ = [
    "BlockSum",
    "BlockTerms",
    "Flow",
    "LayerSignal",
    "PathGradients",
    "PathNorms",
    "Response",
    "StackTerms",
    "Timing",
    "agreement",
    "block_sum",
    "branch_ratios",
    "condition",
    "flow",
    "gradient_energy",
    "hessian_at_zero",
    "loss_at",
    "new_pages",
    "nudged_gradients",
    "obstacles",
    "path_gradients",
    "pixels_read",
    "responses",
    "responses_from_weights",
    "side_with",
    "signals",
    "spread",
    "stack",
    "stack_terms",
    "time_by_kind",
    "time_in_turn",
    "top_eigenvalue",
    "two_term_growth",
]
