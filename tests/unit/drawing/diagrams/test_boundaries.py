"""Options A, B and C: what is drawn is what the shortcuts' modules do."""

import torch
from legible import check, texts

from resnet_book.drawing import shortcut_options
from resnet_book.models import cifar_resnet


def test_pixels_and_channels():
    diagram = shortcut_options()
    check(diagram)
    for canvas in (diagram.wide, diagram.narrow):
        svg = canvas.svg(diagram.alt, "wide")
        # Two channels of 16 pixels in each of three options; one in four is read. Option A copies
        # two maps of four pixels, and pads with two of zeros.
        assert svg.count('class="dropped"') == 3 * 2 * 12
        assert svg.count('class="kept"') == 3 * 2 * 4 + 2 * 4
        assert svg.count('class="zero"') == 2 * 4
        assert svg.count('class="made"') == 2 * 4 * 4
        assert svg.count('class="bead"') == 1 + 3
        assert texts(canvas).count("Ws") == 2
        assert texts(canvas).count("zeros") == 1


def test_weights_are_those_of_the_shortcuts_in_a_network():
    """ResNet-20 has three blocks a stage: compare the last, the first and the second."""
    counts = {}
    for option in "ABC":
        with torch.device("meta"):
            network = cifar_resnet(20, option)
        blocks = network.layer1[2], network.layer2[0], network.layer2[1]
        convs = [m for b in blocks for m in b.downsample.modules() if hasattr(m, "kernel_size")]
        counts[option] = sum(conv.weight.numel() for conv in convs)
    assert counts == {"A": 0, "B": 512, "C": 1792}
    alt = shortcut_options().alt
    assert "512 weights, only where the shape changes" in alt
    assert "1,792 weights, on every shortcut" in alt


def test_other_sizes():
    check(shortcut_options(image=56, channels=64))
