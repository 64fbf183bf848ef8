"""The signal explorer."""

import pytest
from random_images import IMAGES, LABELS

from resnet_book.explorers.signal import SignalExplorer


def test_signal_explorer_names_what_it_measured():
    explorer = SignalExplorer.measure(IMAGES, LABELS, depths=(8, 14), gains=(1.0, 2.0))
    networks = explorer.state["content"]["networks"]
    assert len(networks) == 2 * 2 * 2 * 2
    assert all(len(n["gradient"]) == len(n["variance"]) == n["depth"] for n in networks)
    explorer.gain = 2.0
    assert "2 × He" in explorer.picture().alt


def test_signal_explorer_opens_on_all_networks_with_axes_for_every_value():
    explorer = SignalExplorer.measure(IMAGES, LABELS, depths=(8, 14), gains=(1.0, 2.0))
    assert explorer.shortcuts == ["none", "A"]
    assert (explorer.depth, explorer.norm) == (14, "yes")
    content = explorer.state["content"]
    assert content["deepest"] == 14
    assert content["shown"]["none"] == {"colour": "var(--plain)", "symbol": "circle"}
    for network in content["networks"]:
        for quantity in ("gradient", "variance"):
            low, high = content["ranges"][network["norm"]][quantity]
            values = [value for value in network[quantity] if value]
            assert low <= min(values) <= max(values) <= high
    explorer.shortcuts = ["A"]
    with pytest.raises(ValueError, match="shortcuts 'B' is not one of: none, A"):
        explorer.shortcuts = ["A", "B"]
