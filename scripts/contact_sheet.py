"""Write one page with every drawing, in both widths and both themes, to look at.

    python scripts/contact_sheet.py contact-sheet.html

Open it in a browser: wide drawings for a column of 688 px, narrow ones for a phone.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from command_lines import file

from resnet_book.arguments import Parser
from resnet_book.drawing import (
    Diagram,
    activation_orders,
    block_diagram,
    bottleneck_pixels,
    compare_blocks,
    compare_shapes,
    crops_and_sizes,
    gradient_ways,
    layers_that_do_nothing,
    network_strips,
    shortcut_kinds,
    shortcut_options,
    sum_of_branches,
    unravelled_paths,
    vgg_strips,
)
from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.network_specs import cifar_spec, imagenet_spec
from resnet_book.results import load_all

# The website's text colours and backgrounds.
THEMES = {"light": ("#222832", "#ffffff"), "dark": ("#ced6dd", "#14181e")}
WIDTHS = (688, 342)

PREACTIVATION = BlockDesign(order="full-preactivation")
DRAWINGS: dict[str, Callable[[], Diagram]] = {
    "plain and residual block": lambda: compare_blocks(BlockDesign(shortcut="none"), BlockDesign()),
    "options A, B, C": shortcut_options,
    "five orders": lambda: activation_orders(load_all()),
    "six shortcuts": lambda: shortcut_kinds(load_all()),
    "basic block and bottleneck": compare_shapes,
    "bottleneck with a projection": lambda: compare_shapes(
        BlockDesign("bottleneck"), BlockDesign("bottleneck", "C")
    ),
    "plain-20 and ResNet-20": lambda: network_strips(cifar_spec(20, "none"), cifar_spec(20)),
    "plain-20 and plain-56": lambda: network_strips(cifar_spec(20, "none"), cifar_spec(56, "none")),
    "ResNet-110 and ResNet-164": lambda: network_strips(
        cifar_spec(110), cifar_spec(164, block="bottleneck")
    ),
    "plain-34, ResNet-34, ResNet-50": lambda: network_strips(
        imagenet_spec(34, "none"), imagenet_spec(34), imagenet_spec(50)
    ),
    "VGG": vgg_strips,
    "20 layers, and 36 that do nothing": layers_that_do_nothing,
    "the sum of the branches": lambda: sum_of_branches(PREACTIVATION),
    "eight paths": lambda: unravelled_paths(PREACTIVATION),
    "eight paths, one branch cut": lambda: unravelled_paths(PREACTIVATION, cut=1),
    "the gradient's two ways": lambda: gradient_ways(PREACTIVATION),
    "pixels that nothing reads": bottleneck_pixels,
    "ten crops and several sizes": crops_and_sizes,
    "bottleneck where shapes change": lambda: block_diagram(
        BlockDesign("bottleneck", "B"), in_channels=256, width=128, stride=2
    ),
    "option A where shapes change": lambda: block_diagram(BlockDesign(), width=128, stride=2),
    "full pre-activation, option B": lambda: block_diagram(
        BlockDesign(shortcut="B", order="full-preactivation"), width=128, stride=2
    ),
    "exclusive gate": lambda: block_diagram(BlockDesign(shortcut="exclusive-gating=-6")),
}


def sheet() -> str:
    """The page."""
    rows = []
    for name, draw in DRAWINGS.items():
        diagram = draw()
        cells = "".join(
            f'<div style="width:{width}px;padding:16px;flex:none;color:{ink};background:{page};'
            f'--pst-color-background:{page}">{diagram.html()}</div>'
            for ink, page in THEMES.values()
            for width in WIDTHS
        )
        rows.append(
            f"<h2>{escape(name)}</h2><p>{escape(diagram.alt)}</p>"
            f'<div style="display:flex;align-items:start;gap:16px">{cells}</div>'
        )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Drawings</title>'
        f'<body style="font-family:sans-serif;width:2240px;margin:16px">{"".join(rows)}</body>'
    )


if __name__ == "__main__":
    parser = Parser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "path",
        nargs="?",
        type=file,
        default="contact-sheet.html",
        help="file to write (contact-sheet.html)",
    )
    path = parser.parse_args().path
    path.write_text(sheet(), encoding="utf8")
    print(path)
