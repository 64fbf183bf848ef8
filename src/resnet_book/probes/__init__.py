"""Measurements on a network. Nothing here trains, and the network is left as it was.

- ``layer_signals``: the signal forward and the gradient backward, layer by layer
- ``gradient_paths``: what travels along the shortcuts, and what through the branches
- ``branch_sizes``: how large F(x) is beside x
- ``layer_responses``: how strong each layer's output is
- ``read_pixels``: which pixels a path reads
- ``timing``: how long a network takes, whole and by kind of layer
"""

from resnet_book.probes.branch_sizes import branch_ratios
from resnet_book.probes.gradient_paths import flow, stack, stack_terms, two_term_growth
from resnet_book.probes.layer_responses import responses, responses_from_weights
from resnet_book.probes.layer_signals import LayerSignal, signals
from resnet_book.probes.read_pixels import pixels_read
from resnet_book.probes.timing import new_pages, time_by_kind, time_in_turn

__all__ = [
    "LayerSignal",
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
