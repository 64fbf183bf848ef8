"""Checks for the exercises: each tests a reader's answer and gives a hint if it is wrong.

    >>> from resnet_book.exercises import check_option_a
    >>> check_option_a(my_function)

One module per chapter: ``degradation`` (chapter 1), ``residual`` (2), ``identity`` (3),
``bottlenecks`` (4), ``cifar`` (5). They share

- ``checks``: run an answer, return a verdict; start there to add an exercise;
- ``network_tests``: exercises in which the answer is itself a test of networks;
- ``randomness``: seeded inputs and weights, the same for every reader.
"""

from resnet_book.exercises.bottlenecks import (
    check_block_cost,
    check_fold,
    check_network_test,
    check_projection_factor,
)
from resnet_book.exercises.cifar import (
    check_ensemble,
    check_epochs,
    check_optimism,
    check_parameters,
    check_warmup_test,
)
from resnet_book.exercises.degradation import (
    check_norm_after_step,
    check_plain_identity,
    check_stage_test,
)
from resnet_book.exercises.identity import (
    check_bracket,
    check_gate_bias,
    check_intact,
    check_relu_before_addition,
    check_scale,
)
from resnet_book.exercises.residual import (
    check_extra_parameters,
    check_leaves_input_alone,
    check_option_a,
    check_pass_on,
)

__all__ = [
    "check_block_cost",
    "check_bracket",
    "check_ensemble",
    "check_epochs",
    "check_extra_parameters",
    "check_fold",
    "check_gate_bias",
    "check_intact",
    "check_leaves_input_alone",
    "check_network_test",
    "check_norm_after_step",
    "check_optimism",
    "check_option_a",
    "check_parameters",
    "check_pass_on",
    "check_plain_identity",
    "check_projection_factor",
    "check_relu_before_addition",
    "check_scale",
    "check_stage_test",
    "check_warmup_test",
]
