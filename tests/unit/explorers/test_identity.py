"""The identity explorer."""

import json

import pytest
from random_images import IMAGES, LABELS

from resnet_book.explorers.identity import IdentityExplorer


def test_identity_explorer_holds_the_measured_terms():
    explorer = IdentityExplorer.measure(IMAGES, LABELS, scales=(0.5, 1), lengths=(2, 3))
    for (scale, length), terms in explorer.measured.items():
        for row in terms.rows:
            assert row.product == pytest.approx(scale ** (length - row.block))
            assert row.direct == pytest.approx(row.product * terms.last_gradient, rel=1e-5)
    explorer.direction = "forward"
    assert "carried" in explorer.picture().alt


def test_lines_come_with_the_state_as_the_palette_has_them():
    explorer = IdentityExplorer.measure(IMAGES, LABELS, scales=(0.5,), lengths=(2,), scale=0.5)
    assert explorer.state["content"]["lines"] == {
        "total": {"colour": "var(--residual)", "symbol": "square"},
        "direct": {"colour": "var(--fourth)", "symbol": "diamond"},
        "branches": {"colour": "var(--grey)", "symbol": "circle", "dashes": "6 3"},
        "reference": {"colour": "var(--residual)", "symbol": "square", "dashes": "2 3"},
        "pinned": {"colour": "var(--third)", "symbol": "triangle", "dashes": "2 3"},
    }


def test_axes_hold_every_value_and_the_caption_says_what_is_seen_first():
    explorer = IdentityExplorer.measure(
        IMAGES, LABELS, scales=(0.5, 0.9, 1.0), lengths=(2, 3), scale=0.9
    )
    content = explorer.state["content"]
    assert (content["longest"], content["reference"]) == (3, 1.0)
    low, high = content["ranges"]["backward"]
    for terms in explorer.measured.values():
        for row in terms.rows:
            for value in (row.gradient, row.direct, row.through_branches):
                assert low * 0.99 <= value / terms.last_gradient <= high * 1.01
    assert "Of these λ it grows least at" in explorer.caption
    first = explorer.measured[0.9, 3].rows[0]
    assert f"the direct part is {0.9**3:.2g} of the gradient at the end" in explorer.caption
    assert first.product == pytest.approx(0.9**3)


def test_it_opens_where_the_direct_part_is_smallest_and_says_what_is_true_there():
    """27 blocks: the gradient grows more than at λ = 1, and all of it through branches."""
    lengths, scales = (3, 27), (0.5, 1.0)
    explorer = IdentityExplorer.measure(IMAGES, LABELS, scales=scales, lengths=lengths)
    assert (explorer.scale, explorer.blocks) == (0.5, 27)
    seen, kept = (explorer.measured[scale, 27] for scale in scales)
    first = seen.rows[0]
    assert first.direct < 1e-6 * first.through_branches
    grown, least = (each.rows[0].gradient / each.last_gradient for each in (seen, kept))
    assert grown > 3 * least
    assert "the direct part is 7.5·10⁻⁹ of the gradient at the end" in explorer.caption
    assert f"the gradient is {grown:,.0f} times as large" in explorer.caption
    assert "Of these λ it grows least at 1, to" in explorer.caption
    assert "λ^" not in json.dumps([explorer.state, explorer.table.head], ensure_ascii=False)


def test_without_a_measurement_at_one_there_is_nothing_to_compare_with():
    explorer = IdentityExplorer.measure(IMAGES, LABELS, scales=(0.5,), lengths=(2,), scale=0.5)
    assert explorer.state["content"]["reference"] is None
    with pytest.raises(ValueError, match=r"scale 0\.7 is not one of: 0\.5"):
        IdentityExplorer(explorer.measured, images=2, scale=0.7)
