"""The identity explorer."""

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
