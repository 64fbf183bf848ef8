"""Measurements on a network. None of them trains or changes the network that it measures.

- ``layer_signals``: the forward signal and the backward gradient, layer by layer
- ``block_stack``: a network of equal blocks with a factor λ on every shortcut, to measure on
- ``block_flow``: the signal, the branches and the gradient at each of a row of blocks
- ``gradient_paths``: the part that travels along the shortcuts, and the part through branches
- ``branch_sizes``: the size of F(x) relative to x
- ``layer_responses``: the standard deviation of each layer's output
- ``read_pixels``: the input pixels that a path depends on
- ``timing``: the time that a network takes, in total and by kind of layer
- ``page_faults``: the memory pages that a call makes the operating system provide
- ``fixed_draws``: equal random draws in every measurement, for dropout
"""

from resnet_book.probes.block_flow import Flow, flow
from resnet_book.probes.block_stack import stack
from resnet_book.probes.branch_sizes import branch_ratios
from resnet_book.probes.gradient_paths import BlockTerms, StackTerms, stack_terms, two_term_growth
from resnet_book.probes.layer_responses import Response, responses, responses_from_weights
from resnet_book.probes.layer_signals import LayerSignal, signals
from resnet_book.probes.page_faults import new_pages
from resnet_book.probes.read_pixels import pixels_read
from resnet_book.probes.timing import Timing, time_by_kind, time_in_turn

__all__ = [
    "BlockTerms",
    "Flow",
    "LayerSignal",
    "Response",
    "StackTerms",
    "Timing",
    "branch_ratios",
    "flow",
    "new_pages",
    "pixels_read",
    "responses",
    "responses_from_weights",
    "signals",
    "stack",
    "stack_terms",
    "time_by_kind",
    "time_in_turn",
    "two_term_growth",
]
