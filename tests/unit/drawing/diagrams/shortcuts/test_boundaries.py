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
        # Where the shape changes: two channels of 16 pixels in each of three options, of which
        # one in four is read. Option A copies two maps of four pixels, and pads with two of zeros.
        # In the next block: four maps of four pixels, all read; A and B copy them. One sample each.
        assert svg.count('class="dropped"') == 3 * 2 * 12 + 1
        assert svg.count('class="kept"') == (3 * 2 * 4 + 2 * 4) + (3 + 2) * 4 * 4 + 1
        assert svg.count('class="zero"') == 2 * 4 + 1
        assert svg.count('class="made"') == 2 * 4 * 4 + 4 * 4 + 1
        assert texts(canvas).count("Ws") == 1 + 2
        assert texts(canvas).count("zeros") == 1
        # Sizes and weights are those of what is drawn.
        assert {"2 channels", "4×4 pixels", "4 channels", "2×2 pixels"} <= set(texts(canvas))
        assert [t for t in texts(canvas) if t.isdigit()] == ["8", "8", "16"]


def test_weights_are_those_of_the_shortcuts_in_a_network():
    """The first two blocks of ResNet-20's second stage."""
    alt = shortcut_options().alt
    for option, counts in {"A": (0, 0), "B": (512, 0), "C": (512, 1024)}.items():
        with torch.device("meta"):
            network = cifar_resnet(20, option)
        blocks = network.layer2[0], network.layer2[1]
        for block, count in zip(blocks, counts, strict=True):
            convs = [m for m in block.downsample.modules() if hasattr(m, "kernel_size")]
            assert sum(conv.weight.numel() for conv in convs) == count
        described = next(part for part in alt.split("; option ") if f"{option}, " in part)
        assert f"({counts[0]:,} weights); in the next block" in alt[alt.index(described) :]
        assert f"({counts[1]:,} weights)" in alt[alt.index(described) :]
    written = " ".join(texts(shortcut_options().wide))
    assert "A 0 + 0, B 512 + 0, C 512 + 1,024" in written


def test_other_sizes():
    check(shortcut_options(image=56, channels=64))
