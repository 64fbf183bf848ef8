"""The identity explorer: a factor λ on every shortcut, and what reaches the first block."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from torch import Tensor

from resnet_book.drawing.pictures import Picture, drawing
from resnet_book.explorers.common_words import CONTROLS, READING
from resnet_book.explorers.explorer import Control, Explorer, Table, rounded
from resnet_book.explorers.looks import look
from resnet_book.palette import FOURTH, GREY, MARKER, RESIDUAL
from resnet_book.probes.gradient_paths import StackTerms, stack_terms
from resnet_book.words import raised

SCALES = tuple(round(0.5 + 0.05 * i, 2) for i in range(15))  # 0.5 to 1.2
LENGTHS = (3, 9, 18, 27)
DIRECTIONS = {"backward": "gradient", "forward": "signal"}
# The lines of a view: the whole, the direct part, the part through branches.
PARTS = {
    "backward": ("gradient", "direct", "through_branches"),
    "forward": ("signal", "carried", "branch_sum"),
}
# How the lines look: the parts, what is measured at λ = 1, and a pinned view.
LINES = {
    "total": look("residual", MARKER["residual"]),
    "direct": look("fourth", "D"),
    "branches": look("grey", "o", "dashed"),
    "reference": look("residual", MARKER["residual"], "dotted"),
    "pinned": look("third", "^", "dotted"),
}

WORDS = (
    CONTROLS
    | READING
    | {
        "not_measured": "This stack was not measured for this page.",
        "block": "blocks on the way back from the end, L − l",
        "at_block": "{back} back",
        "scale": "λ = {scale}",
        "short_total": "in all",
        "short_direct": "direct part",
        "short_branches": "branches",
        "pinned": "in all at λ = {scale}, L = {blocks}",
        "summary": "λ = {scale}, L = {blocks}: λ{power} = {product}. At the first block: "
        "{total_name} {total}{against}, {direct_name} {direct}, {branches_name} {branches}.",
        "against": " (at λ = {scale}: {total})",
        "backward_axis": "gradient, relative to that at the end",
        "backward_total": "the gradient, measured",
        "backward_direct": "its direct part",
        "backward_branches": "what came through branches",
        "forward_axis": "signal, relative to that at the end",
        "forward_total": "the signal xₗ, measured",
        "forward_direct": "its direct part at the end",
        "forward_branches": "the branches' sum at the end",
    }
)


class IdentityExplorer(Explorer):
    """λ and L: the measured gradient or signal of real networks, and its two terms.

    Made by :meth:`measure`. He et al. 2016, section 3, equations 6 to 8. The axes are fixed, and
    λ = 1, if it was measured, is always shown next to the chosen λ. The first view is the one
    with the smallest direct part, so that the part through branches is seen at once.

    Args:
        measured: the terms for every (λ, L).
        images: number of images measured.
        scale, blocks, direction: the view at the start; by default the longest stack, and the
            smallest λ.
        name: in the page's address.

    Raises:
        ValueError: names the value and the allowed ones.
    """

    height, narrow_height = 46.6, 60.3

    def __init__(
        self,
        measured: dict[tuple[float, int], StackTerms],
        *,
        images: int,
        scale: float | None = None,
        blocks: int | None = None,
        direction: str = "backward",
        name: str = "identity",
    ) -> None:
        self.measured = measured
        scales, lengths = (list(dict.fromkeys(column)) for column in zip(*measured, strict=True))
        blocks = blocks or max(lengths)
        scale = min(scales) if scale is None else scale
        controls = [
            (
                Control(
                    "scale",
                    "λ, the factor on each shortcut",
                    tuple((s, f"{s:.2f}") for s in scales),
                    "range",
                ),
                scale,
            ),
            (
                Control(
                    "blocks",
                    "L, the number of blocks",
                    tuple((n, str(n)) for n in lengths),
                    "range",
                ),
                blocks,
            ),
            (Control("direction", "Show", tuple(DIRECTIONS.items()), "choice"), direction),
        ]
        super().__init__(
            "identity",
            name,
            f"{_takeaway(measured, scale, blocks)} Before training, {images} images of digits, "
            "full pre-activation blocks of 16 channels, weights of seed 0.",
            controls,
            {
                "lines": LINES,
                "longest": max(lengths),
                "ranges": {each: _range(measured.values(), each) for each in DIRECTIONS},
                "reference": 1.0 if 1.0 in scales else None,
                "stacks": [_content(terms) for terms in measured.values()],
            },
            _table(measured),
            WORDS,
        )

    @classmethod
    def measure(
        cls,
        images: Tensor,
        labels: Tensor,
        *,
        scales: Sequence[float] = SCALES,
        lengths: Sequence[int] = LENGTHS,
        **view: Any,
    ) -> IdentityExplorer:
        """Measure every λ and L on `images`, standardised (N, C, H, W), float."""
        measured = {
            (float(scale), length): stack_terms(scale, length, 0, images, labels)
            for scale in scales
            for length in lengths
        }
        return cls(measured, images=len(images), **view)

    def picture(self) -> Picture:
        """The chosen view on a logarithmic axis."""
        terms = self.measured[self.scale, self.blocks]
        x = [terms.blocks - row.block for row in terms.rows]
        back = self.direction == "backward"
        end = terms.last_gradient if back else terms.last_signal
        parts = PARTS[self.direction]
        with drawing(5.2, 3.4) as (figure, axes):
            axes.plot(x, [row.product for row in terms.rows], color=GREY, label=r"$\lambda^{L-l}$")
            for part, colour, dash in zip(parts, (RESIDUAL, FOURTH, GREY), "-:-", strict=True):
                values = [getattr(row, part) / end for row in terms.rows]
                axes.plot(x, values, dash, color=colour, label=part.replace("_", " "))
            axes.set(
                yscale="log",
                xlabel="blocks back from the end",
                ylabel="relative to the end of the stack",
            )
            axes.legend()
        first = terms.rows[0]
        return Picture(
            figure,
            f"λ = {self.scale:g}, {self.blocks} blocks: the product at the first block is "
            f"{first.product:.2g}; measured {parts[0]} {getattr(first, parts[0]) / end:.2g}, "
            f"{parts[1]} {getattr(first, parts[1]) / end:.2g}, "
            f"{parts[2].replace('_', ' ')} {getattr(first, parts[2]) / end:.2g}.",
        )


def _takeaway(measured: Mapping[tuple[float, int], StackTerms], scale: float, blocks: int) -> str:
    """A view in one sentence: the gradient, its direct part, and where the gradient grows least."""
    terms = measured.get((scale, blocks))
    if terms is None:
        return ""
    growths = {s: _growth(each) for (s, length), each in measured.items() if length == blocks}
    words = (
        f"At λ = {scale:g}, {blocks} blocks back, the direct part is "
        f"{_written(terms.rows[0].product)} of the gradient at the end; with what comes through "
        f"branches, the gradient is {_written(growths[scale])} times as large as there."
    )
    least = min(growths, key=lambda each: growths[each])
    if least == scale:
        return words
    return f"{words} Of these λ it grows least at {least:g}, to {_written(growths[least])} times."


def _growth(terms: StackTerms) -> float:
    """The gradient at the first block, relative to that at the end."""
    return terms.rows[0].gradient / terms.last_gradient


def _written(value: float) -> str:
    """``0.058``, ``884``, ``7.5·10⁻⁹``."""
    if value >= 100:
        return f"{value:,.0f}"
    if value >= 1e-3:
        return f"{value:.2g}"
    digits, _, power = f"{value:.1e}".partition("e")
    return f"{digits}·10{raised(power)}"


def _range(measured: Iterable[StackTerms], direction: str) -> list[float]:
    """Smallest and largest value in views of this direction, relative to the end."""
    backward = direction == "backward"
    names = PARTS[direction]
    values = [1.0]
    for terms in measured:
        end = terms.last_gradient if backward else terms.last_signal
        values += [getattr(row, name) / end for row in terms.rows for name in names]
    positive = [value for value in values if value > 0]
    return rounded([min(positive), max(positive)], 3)


def _content(terms: StackTerms) -> dict[str, object]:
    columns = ("gradient", "through_branches", "signal", "branch_sum")
    return {
        "scale": terms.scale,
        "blocks": terms.blocks,
        "last_gradient": rounded(terms.last_gradient, 3),
        "last_signal": rounded(terms.last_signal, 3),
        **{name: rounded([getattr(row, name) for row in terms.rows], 3) for name in columns},
    }


def _table(measured: dict[tuple[float, int], StackTerms]) -> Table:
    """The first block of the longest stack, for every λ, relative to the end of the stack."""
    longest = max(length for _, length in measured)
    rows = []
    for (scale, length), terms in measured.items():
        if length == longest:
            first = terms.rows[0]
            parts = (first.gradient, first.direct, first.through_branches)
            rows.append(
                (
                    f"{scale:.2f}",
                    str(length),
                    f"{first.product:.2g}",
                    *(f"{part / terms.last_gradient:.2g}" for part in parts),
                )
            )
    head = (
        "λ",
        "L",
        "λᴸ",
        "gradient at the first block",
        "its direct part",
        "through branches",
    )
    return Table(head, tuple(rows))
