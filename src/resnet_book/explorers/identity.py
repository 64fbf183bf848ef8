"""The identity explorer: a factor λ on every shortcut, and what reaches the first block."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from torch import Tensor

from resnet_book.drawing.pictures import Picture, drawing
from resnet_book.explorers.common_words import CONTROLS
from resnet_book.explorers.explorer import Control, Explorer, Table, rounded
from resnet_book.palette import GREY, PLAIN, RESIDUAL
from resnet_book.probes.gradient_paths import StackTerms, stack_terms

SCALES = tuple(round(0.5 + 0.05 * i, 2) for i in range(15))  # 0.5 to 1.2
LENGTHS = (3, 9, 18, 27)
DIRECTIONS = {"backward": "the gradient, backward", "forward": "the signal, forward"}

WORDS = CONTROLS | {
    "not_measured": "This stack was not measured for this page.",
    "block": "block l (0 is the first)",
    "product": "λ^(L−l), computed",
    "circles": "{name} (circles)",
    "dashed": "{name} (dashed)",
    "pinned": "pinned: λ = {scale}, L = {blocks} (dotted)",
    "told": "λ = {scale}, L = {blocks}: λ^L = {product}. At the first block: {total_name} {total}, "
    "{direct_name} {direct}, {branches_name} {branches}.",
    "backward_axis": "gradient, relative to that at the end",
    "backward_total": "the gradient, measured",
    "backward_direct": "its term through shortcuts alone",
    "backward_branches": "its terms through branches",
    "forward_axis": "signal, relative to that at the end",
    "forward_total": "the signal xₗ, measured",
    "forward_direct": "what of it reaches the end by shortcuts",
    "forward_branches": "the branches' sum at the end",
}


class IdentityExplorer(Explorer):
    """λ and L: the product λ^(L−l), and the measured terms of real networks on top.

    Made by :meth:`measure`. He et al. 2016, section 3, equations 6 to 8.

    Args:
        measured: the terms for every (λ, L).
        images: how many were measured.
        scale, blocks, direction: the view at the start.
        name: in the page's address.

    Raises:
        ValueError: names the value and the allowed ones.
    """

    height, narrow_height = 47.5, 61.8

    def __init__(
        self,
        measured: dict[tuple[float, int], StackTerms],
        *,
        images: int,
        scale: float = 1.0,
        blocks: int | None = None,
        direction: str = "backward",
        name: str = "identity",
    ) -> None:
        self.measured = measured
        scales, lengths = (list(dict.fromkeys(column)) for column in zip(*measured, strict=True))
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
                blocks or lengths[-1],
            ),
            (Control("direction", "Show", tuple(DIRECTIONS.items())), direction),
        ]
        super().__init__(
            "identity",
            name,
            f"Measured before training on {images} images of digits: full pre-activation blocks of "
            "16 channels, weights of seed 0. Norms of a sum's parts need not add up to the sum's.",
            controls,
            {"stacks": [_content(terms) for terms in measured.values()]},
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
        x = [row.block for row in terms.rows]
        back = self.direction == "backward"
        end = terms.last_gradient if back else terms.last_signal
        parts = (
            ("gradient", "direct", "through_branches")
            if back
            else ("signal", "carried", "branch_sum")
        )
        with drawing(5.2, 3.4) as (figure, axes):
            axes.plot(x, [row.product for row in terms.rows], color=GREY, label="λ^(L−l)")
            for part, colour, dash in zip(parts, (RESIDUAL, RESIDUAL, PLAIN), "-:-", strict=True):
                values = [getattr(row, part) / end for row in terms.rows]
                axes.plot(x, values, dash, color=colour, label=part.replace("_", " "))
            axes.set(yscale="log", xlabel="block l", ylabel="relative to the end of the stack")
            axes.legend()
        first = terms.rows[0]
        return Picture(
            figure,
            f"λ = {self.scale:g}, {self.blocks} blocks: the product at the first block is "
            f"{first.product:.2g}; measured {parts[0]} {getattr(first, parts[0]) / end:.2g}, "
            f"{parts[1]} {getattr(first, parts[1]) / end:.2g}, "
            f"{parts[2].replace('_', ' ')} {getattr(first, parts[2]) / end:.2g}.",
        )


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
        "λ^L",
        "gradient at the first block",
        "of it through shortcuts alone",
        "of it through branches",
    )
    return Table(head, tuple(rows))
