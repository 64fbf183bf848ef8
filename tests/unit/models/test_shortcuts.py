"""Shortcuts: the formulas of the two papers."""

import pytest
import torch
from torch import nn

from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.blocks import Block
from resnet_book.models.shortcuts import SHORTCUTS, make_shortcut, parse_shortcut


def images(channels=8, size=8, seed=0):
    return torch.randn(2, channels, size, size, generator=torch.Generator().manual_seed(seed))


def test_option_a_takes_every_second_pixel_and_appends_zero_channels():
    x, branch = images(), torch.zeros(2, 12, 4, 4)
    out = make_shortcut("A", 8, 12, 2)(x, branch)
    assert torch.equal(out[:, :8], x[:, :, ::2, ::2])
    assert torch.equal(out[:, 8:], torch.zeros(2, 4, 4, 4))


@pytest.mark.parametrize(("spec", "same", "changing"), [("A", 0, 0), ("B", 0, 1), ("C", 1, 1)])
def test_options_a_b_c_project_where_the_paper_says(spec, same, changing):
    def projections(shortcut):
        return sum(isinstance(m, nn.Conv2d) for m in shortcut.modules())

    assert projections(make_shortcut(spec, 8, 8, 1)) == same
    assert projections(make_shortcut(spec, 8, 16, 2)) == changing


def test_conv_of_the_2016_paper_is_option_c_of_2015():
    assert str(make_shortcut("conv", 8, 8, 1)) == str(make_shortcut("C", 8, 8, 1))


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("scaling=0.5", lambda x, f, g: 0.5 * x + f),
        ("scaling=0.5,0.5", lambda x, f, g: 0.5 * x + 0.5 * f),
        ("scaling=0", lambda x, f, g: f),
        ("exclusive-gating=-3", lambda x, f, g: (1 - g) * x + g * f),
        ("shortcut-gating=-3", lambda x, f, g: (1 - g) * x + f),
    ],
)
def test_2016_variants_compute_their_formula(spec, expected):
    shortcut, x, branch = make_shortcut(spec, 8, 8, 1), images(), images(seed=1)
    gate = torch.sigmoid(shortcut.gate(x)) if hasattr(shortcut, "gate") else None
    torch.testing.assert_close(shortcut(x, branch), expected(x, branch, gate))


def test_gate_starts_at_the_given_bias():
    gate = make_shortcut("shortcut-gating=-6", 8, 16, 2).gate
    assert torch.equal(gate.bias, torch.full((16,), -6.0))
    assert gate.kernel_size == (1, 1)


def test_dropout_falls_on_the_shortcut_only_and_only_in_training():
    shortcut, x, branch = make_shortcut("dropout=0.5", 8, 8, 1), images(), images(seed=1)
    assert torch.equal(shortcut.eval()(x, branch), x + branch)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        carried = shortcut.train()(x, branch) - branch
    kept = carried.abs() > 1e-6
    torch.testing.assert_close(carried[kept], 2 * x[kept])
    assert 0.4 < kept.float().mean() < 0.6


@pytest.mark.parametrize("spec", SHORTCUTS)
def test_every_shortcut_changes_shape_with_the_branch(spec):
    block = Block(8, 16, 2, BlockDesign(shortcut=spec))
    assert block(images()).shape == (2, 16, 4, 4)


def test_option_a_cannot_remove_channels():
    with pytest.raises(ValueError, match="out_channels 4 is below in_channels 8"):
        make_shortcut("A", 8, 4, 1)


def test_numbers_left_out_of_a_shortcut_have_their_defaults():
    assert parse_shortcut("scaling=0.25") == ("scaling", (0.25, 1.0))
    assert parse_shortcut("exclusive-gating") == ("exclusive-gating", (-6.0,))
