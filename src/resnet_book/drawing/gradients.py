"""Figures of gradients along shortcuts, of factors on shortcuts, and of gates."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import median

from torch import Tensor

from resnet_book.drawing.guesses import Guessed
from resnet_book.drawing.labels import legend, name_lines
from resnet_book.drawing.looks import line_and_band
from resnet_book.drawing.pictures import BothWidths, Picture
from resnet_book.drawing.ticks import powers
from resnet_book.palette import FOURTH, GREY, RESIDUAL, THIRD
from resnet_book.probes.gradient_paths import StackTerms

# Labels of the dashed lines: the level at which the gradient would vanish, and its length at the
# end of the stack.
CANCELLED = {-1: "cancels the direct part", 1: "as at the end"}


def cancellation(ratios: Sequence[Tensor], along: Sequence[Tensor]) -> Picture:
    """Whether the branches' part of the gradient ever cancels the direct part, block by block.

    Args:
        ratios: for each block, ‖dE/dx_l‖ / ‖dE/dx_L‖ of every image.
        along: for each block, the branches' part along dE/dx_L, in units of ‖dE/dx_L‖, of every
            image; the bracket of He et al. 2016, equation 5, could vanish only where it is −1.
    """
    x = range(len(ratios))
    both = BothWidths(450, 440, nrows=2, sharex=True)
    for figure, (upper, lower) in both:
        for axes, values, level in ((lower, ratios, 1), (upper, along, -1)):
            low, high = [v.min().item() for v in values], [v.max().item() for v in values]
            axes.fill_between(x, low, high, color=RESIDUAL, alpha=0.2, linewidth=0)
            axes.plot(x, [v.median().item() for v in values], color=RESIDUAL, label="median image")
            look = {"color": FOURTH, "linestyle": "--"}
            axes.plot(x, [level] * len(x), label=CANCELLED[level], **look)
        upper.set(ylabel="branches’ part, along the direct part")
        lower.set(ylabel="gradient, relative to the end", yscale="log", xlabel="block")
        powers(lower, "y")
        lower.set_yticks([1, 3, 10, 30])
        name_lines(figure, upper, lower)
    least = min(v.min().item() for v in ratios)
    return both.picture(
        f"Two panels over the block, a line for the median image and a band for all. Above, the "
        f"branches' part along the direct part, from {min(v.min().item() for v in along):.1f} to "
        f"{max(v.max().item() for v in along):.1f} at block 0, narrowing to 0 at the last block; "
        f"for some images it is at or below −1, marked by a dashed line. Below, the norm of the "
        f"gradient relative to that at the end: from 1 at the last block to "
        f"{ratios[0].median().item():.0f} at block 0, nowhere below {least:.2f}.",
    )


def gradient_over_scale(
    measured: Mapping[float, Sequence[StackTerms]],
    predicted: Mapping[float, float],
    guessed: tuple[float, float] | None = None,
) -> Picture:
    """The gradient at the start of a stack, relative to that at its end, over the factor λ.

    Args:
        measured: for each λ the stacks of several seeds.
        predicted: for each λ the result of
            :func:`resnet_book.probes.gradient_paths.two_term_growth`.
        guessed: the ends of the axis on which a reader guesses the curve, as powers of 10.
    """
    scales = list(measured)
    hand = Guessed(scales, 10.0 ** guessed[0], 10.0 ** guessed[1]) if guessed else None
    growth = {
        scale: [terms.rows[0].gradient / terms.last_gradient for terms in seeds]
        for scale, seeds in measured.items()
    }
    direct = [measured[s][0].rows[0].product for s in scales]
    rule = [predicted[s] for s in scales]
    both = BothWidths(330, 300)
    for figure, axes in both:
        axes.plot(scales, direct, "--", color=GREY, label="direct part, λ to the power L")
        axes.plot(scales, rule, ":", color=THIRD, label="two-term rule")
        seeds = list(zip(*growth.values(), strict=True))
        style = {"color": RESIDUAL, "marker": "s"}
        line_and_band(axes, scales, seeds, style, middle=median, label="measured")
        axes.set(
            yscale="log",
            xlabel="λ, the factor on every shortcut",
            ylabel="gradient at the first block, relative to the end",
        )
        if hand:
            hand.fit(axes)
        powers(axes, "y")
        name_lines(figure, axes)
    facts = "; ".join(
        f"λ = {s:g}: measured {median(growth[s]):.2g}, direct {measured[s][0].rows[0].product:.1g}"
        for s in scales
    )
    return both.picture(
        "Gradient at the first block relative to the end of the stack, over "
        f"the factor on the shortcuts. {facts}.",
        hand,
    )


def gates_by_bias(biases: Sequence[float], carried: Sequence[Tensor]) -> Picture:
    """The share of x that gated shortcuts carry before training, over the gates' initial bias.

    Args:
        biases: initial values of b.
        carried: for each bias the values of 1 − g(x), all blocks, images and channels.
    """
    both = BothWidths(300, 280)
    for figure, axes in both:
        fine = [min(biases) + (max(biases) - min(biases)) * i / 100 for i in range(101)]
        axes.plot(fine, [1 / (1 + math.exp(b)) for b in fine], "--", color=GREY, label="1 − σ(b)")
        low, high = ([v.quantile(q).item() for v in carried] for q in (0.05, 0.95))
        axes.vlines(biases, low, high, color=RESIDUAL, alpha=0.5, linewidth=3)
        axes.plot(
            biases,
            [v.mean().item() for v in carried],
            "s",
            color=RESIDUAL,
            label="mean of 1 − g(x); bar: 5 to 95 %",
        )
        axes.set(
            xlabel="bias b of the gate at the start",
            ylabel="carried by the shortcut",
            ylim=(0, 1.03),
        )
        legend(figure, axes)
    facts = "; ".join(
        f"bias {b:g}: {v.mean().item():.3f}" for b, v in zip(biases, carried, strict=True)
    )
    return both.picture(f"Mean share that a gated shortcut carries before training. {facts}.")
