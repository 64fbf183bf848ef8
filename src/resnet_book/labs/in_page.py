"""The first lab without a kernel: the reader's browser trains, by the engine in ``js/engine/``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from resnet_book.choices import one_of
from resnet_book.drawing.curves import error_curves
from resnet_book.drawing.looks import Key
from resnet_book.drawing.pictures import Picture
from resnet_book.explorers.common_words import CONTROLS, READING
from resnet_book.explorers.explorer import Control, Explorer, Table
from resnet_book.labs.base import CURVE_AND_TABLE
from resnet_book.models.block_designs import BlockDesign
from resnet_book.models.labels import label_of_any_depth
from resnet_book.models.network_specs import cifar_spec
from resnet_book.models.shortcuts import parse_shortcut
from resnet_book.options import keyword
from resnet_book.training.history import Epoch, Result
from resnet_book.training.recipes import recipe
from resnet_book.words import shortcut_option

WIDTH = 8  # half the paper's width, so that 56 layers train in seconds on a phone
RATES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
# The fields of a block's design that the engine follows (js/engine/block.js); any other, new ones
# too, must have its default.
FOLLOWED = {"shape", "shortcut", "order", "batch_norm", "stride_on"}
# Short names at the ends of curves; the table has the full names.
TAGS = {
    "none": "plain-{depth}",
    "A": "ResNet-{depth}",
    "B": "{depth}-B",
    "C": "{depth}-C",
    "scaling": "{depth}-scaled",
    "exclusive-gating": "{depth}-gates",
    "shortcut-gating": "{depth}-gate",
    "dropout": "{depth}-dropout",
}

WORDS = (
    CONTROLS
    | READING
    | {
        "run": "Run",
        "stop": "Stop",
        "progress": "Steps of this training",
        "epoch": "epoch",
        "at_epoch": "epoch {epoch}",
        "error": "training error (%), each point the mean of 11 steps",
        "chart": "Training error over epochs: {runs}",
        "no_runs": "no network has been trained yet",
        "named": "{name}, rate {rate}",
        "tag": "{name}, {rate}",
        "chosen": "Run trains {name} at a learning rate of {rate}.",
        "training": "{name} is training in this page.",
        "stopped": "{name} was stopped.",
        "ended": "{name}: training error {train} %, test error {test} %, after {seconds} s.",
        "diverged": "The loss of {name} is no longer finite: the learning rate is too high.",
        "failed": "The training of {name} ended with an error.",
        "not_loaded": "What trains could not be loaded; try again.",
        "no_simd": "This browser cannot train in the page: it has no WebAssembly with SIMD. "
        "Browsers since 2023 have it.",
        "kernel": "Here is a kernel: the lab beside this one trains in it.",
        "network": "network",
        "train_error": "training error",
        "test_error": "test error",
        "time": "time",
    }
)


class InPageLab(Explorer):
    """Controls for depth, shortcut and learning rate, Run and Stop; it trains in the page.

    Networks are :data:`WIDTH` channels wide, the recipe is ``quick``, the data the digits, the seed
    0. Without scripts it shows the networks that were trained in the kernel.

    Args:
        lines: the networks trained in the kernel, as `error_curves` takes them.
        results: their results, by the names in the table.
        trained_width: of those networks, in channels.
        depths, shortcuts: the values that the controls offer.
        depth, shortcut, learning_rate: initial values of the controls.
        epochs: of each run.
        name: in the page's address.
        choices: any other choice about the blocks, for all runs, as `cifar_spec` takes them.

    Raises:
        ValueError: names the value and the allowed ones, or a choice that the engine does not know.
    """

    height, narrow_height = 44.5, 51.5

    def __init__(
        self,
        lines: Mapping[Key, Sequence[Sequence[Epoch]]],
        results: Mapping[str, Result],
        *,
        trained_width: int,
        depths: range,
        shortcuts: tuple[str, ...],
        depth: int,
        shortcut: str,
        learning_rate: float,
        epochs: int = 5,
        name: str = "lab",
        **choices: Any,
    ) -> None:
        one_of("learning_rate", learning_rate, RATES)
        spec = cifar_spec(depth, shortcut, width=WIDTH, in_channels=1, **choices)
        _check(spec.design)
        for each in depths:
            cifar_spec(each, **choices)  # refuses a depth that blocks of this shape cannot have
        self.lines = lines
        named = tuple((s, shortcut_option(s)) for s in shortcuts)
        controls: list[tuple[Control, object]] = [
            (Control("depth", "Depth", tuple((d, str(d)) for d in depths), "range"), depth),
            (Control("shortcut", "Shortcut", named), shortcut),
            (Control("learning_rate", "Learning rate", _texts(RATES), "range"), learning_rate),
        ]
        super().__init__(
            "lab",
            name,
            f"Your browser trains: networks {WIDTH} channels wide (the paper's have 16), {epochs} "
            f"epochs of the digits, seed 0. {CURVE_AND_TABLE}",
            controls,
            {
                "spec": asdict(spec),
                "recipe": asdict(recipe("quick").with_changes(epochs=epochs)),
                "epochs": epochs,
                "height": 280,
                "names": {
                    # Without "width 8": the caption says it of all.
                    s: label_of_any_depth(cifar_spec(depth, s, **choices))
                    for s in shortcuts
                },
                "tags": TAGS | {s: _tag(s) for s in shortcuts},
            },
            _table(results, trained_width),
            WORDS,
        )

    def picture(self) -> Picture:
        """The curves of the networks trained in the kernel."""
        return error_curves(self.lines)


def _check(design: BlockDesign) -> None:
    """Refuse a choice that the engine does not follow: it would train another network."""
    for each in fields(design):
        if each.name not in FOLLOWED and getattr(design, each.name) != each.default:
            raise ValueError(f"{keyword(each)}: the page's engine has none")


def _texts(rates: tuple[float, ...]) -> tuple[tuple[float, str], ...]:
    return tuple((rate, f"{rate:g}") for rate in rates)


def _tag(shortcut: str) -> str:
    """``{depth}, × 0.9`` for ``scaling=0.9,1``: the short name at the end of a curve."""
    kind, numbers = parse_shortcut(shortcut)
    return f"{{depth}}, × {numbers[0]:g}" if numbers else TAGS[kind]


def _table(results: Mapping[str, Result], width: int) -> Table:
    """The results of the networks trained in the kernel when the page was built."""
    head = ("trained in a kernel", "channels", "training error (%)", "test error (%)")
    rows = tuple(
        (name, str(width), f"{result.train_error:.1f}", f"{result.test_error:.1f}")
        for name, result in results.items()
    )
    return Table(head, rows)
