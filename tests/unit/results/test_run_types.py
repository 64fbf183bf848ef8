"""What a training left."""

import re

import pytest

from resnet_book.results import runs


def test_networks_of_2015_are_distinguished_from_the_variants():
    for run in runs.load_all():
        assert run.of_2015 == bool(re.fullmatch(r"plain-\d+|resnet-\d+-A", run.name))


@pytest.mark.parametrize(
    "options",
    [
        {"width": 32},
        {"classes": 100},
        {"in_channels": 1},
        {"squeeze_excitation": 16},
        {"depth": 29, "block": "bottleneck"},  # a depth that basic blocks cannot have
    ],
)
def test_network_that_differs_in_any_field_is_not_of_2015(make_run, options):
    assert not make_run(**options).of_2015
    assert make_run().of_2015


def test_run_that_diverged_has_no_errors(make_run):
    run = make_run(diverged=3)
    assert (run.diverged, len(run.epochs)) == (3, 2)
    assert run.train_error is None
    assert run.test_error is None
