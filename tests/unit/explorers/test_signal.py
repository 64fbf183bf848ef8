"""The signal explorer."""

from random_images import IMAGES, LABELS

from resnet_book.explorers.signal import SignalExplorer


def test_signal_explorer_names_what_it_measured():
    explorer = SignalExplorer.measure(IMAGES, LABELS, depths=(8, 14), gains=(1.0, 2.0))
    networks = explorer.state["content"]["networks"]
    assert len(networks) == 2 * 2 * 2 * 2
    assert all(len(n["gradient"]) == len(n["variance"]) == n["depth"] for n in networks)
    explorer.gain = 2.0
    assert "2 × He" in explorer.picture().alt
