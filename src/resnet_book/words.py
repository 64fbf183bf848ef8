"""Names and numbers as readers see them: one table for figures, tables, controls and sentences.

Readers do not see the names that the code, the command line and the records use
(``scaling=0.5,1``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from statistics import mean, stdev
from typing import Any

# Shortcuts, by the kind in their specs. The number of a spec, if it has any, is in NUMBERED.
SHORTCUTS: dict[str, str] = {
    "none": "no shortcut (plain)",
    "A": "identity, zero padding",
    "B": "1×1 convolution where shapes change",
    "C": "1×1 convolution",
    "conv": "1×1 convolution",
    "scaling": "constant scaling",
    "exclusive-gating": "exclusive gate",
    "shortcut-gating": "shortcut-only gate",
    "dropout": "dropout on the shortcut",
}
NUMBERED: dict[str, str] = {
    "scaling": "shortcut × {}",
    "exclusive-gating": "exclusive gate, bias {}",
    "shortcut-gating": "shortcut-only gate, bias {}",
    "dropout": "dropout {} on the shortcut",
}
BRANCH_FACTOR = "branch × {}"  # the second number of constant scaling, unless it is 1

# The labels of a control that offers the options of He et al. 2015 and no shortcut.
SHORTCUT_OPTIONS: dict[str, str] = {
    "none": "none (plain)",
    "A": "A: identity, zero padding",
    "B": "B: projection where shapes change",
    "C": "C: projection everywhere",
}

# Orders of activation, as He et al. 2016, Figure 4, writes them.
ORDERS: dict[str, str] = {
    "original": "original",
    "bn-after-addition": "BN after addition",
    "relu-before-addition": "ReLU before addition",
    "relu-only-preactivation": "ReLU-only pre-activation",
    "full-preactivation": "full pre-activation",
}
SHAPES: dict[str, str] = {"basic": "basic blocks", "bottleneck": "bottlenecks"}

# Choices about blocks: field of BlockDesign → the names of its values, or one for any value.
CHOICES: dict[str, Mapping[Any, str] | str] = {
    "shape": SHAPES,
    "order": ORDERS,
    "batch_norm": {False: "without BN"},
    "squeeze_excitation": "SE ratio {}",
}

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

# Names of scrolling boxes on a page, for screen readers.
BOXES: dict[str, str] = {
    "table": "Table",
    "formula": "Formula",
    "output": "Output",
    "code": "Code",
}

# Shown in place of an answer until the reader has guessed or asked to see it.
VEIL = "The answer is under this veil. Guess first, or choose “Show me”."
VEIL_OF_SEVERAL = (
    "The answers are under this veil. Guess at each question above, or choose “Show me” there."
)

# A space between what belongs together, written as keyboards have it.
NO_BREAK = "\u00a0"
CLOSE = re.compile(
    r"(?<=\d) (?=(?:%|‰|ms|s|min|h|px|kB|MB|GB)(?!\w))"  # before a unit
    r"|(?<=\b[γβλημσ]) (?==)|(?<=[γβλημσ][\s\u00a0]=) (?=[−-]?\d)"  # around the sign of a value
)

# For folded code: the word, and the line with its title.
CODE = "Code"
FOLD = "{}: {}"

# On a page that only redirects to another.
MOVED_TO = "This page is now {}."

# For a cell of claims, and for the numbers behind a claim about arrays.
CLAIM_CHECKED = "✓ 1 claim checked when this page was built"
CLAIMS_CHECKED = "✓ {} claims checked when this page was built"
SAME_NUMBERS = "{} numbers, all the same"
WITHIN = "{} numbers, largest difference {}"

# The two kinds of networks in every figure.
KINDS: dict[str, str] = {"plain": "plain", "residual": "residual"}

# Names of networks, as in the papers, and the words added where a network differs from theirs.
PLAIN_NETWORK = "plain-{depth}"
RESIDUAL_NETWORK = "ResNet-{depth}"
OPTION = "option {}"
WIDTH = "width {}"


def shortcut_name(spec: str) -> str:
    """``shortcut × 0.5`` for ``scaling=0.5,1``: a shortcut as readers see it.

    Args:
        spec: as in :func:`resnet_book.models.shortcuts.make_shortcut`; without its numbers the name
            has none either: ``exclusive-gating`` is an ``exclusive gate``.

    Raises:
        ValueError: for an unknown kind of shortcut.
    """
    kind, _, numbers = spec.partition("=")
    known = NUMBERED if numbers else SHORTCUTS
    if kind not in known:
        raise ValueError(f"shortcut {spec!r} is not one of: {', '.join(known)}")
    if not numbers:
        return SHORTCUTS[kind]
    first, *more = map(number, numbers.split(","))
    parts = [NUMBERED[kind].format(first)]
    parts += [BRANCH_FACTOR.format(factor) for factor in more if factor != "1"]
    return ", ".join(parts)


def shortcut_option(spec: str) -> str:
    """A shortcut in a control: with its letter if He et al. 2015 gave it one."""
    return SHORTCUT_OPTIONS.get(spec) or shortcut_name(spec)


def choice_name(field: str, value: object) -> str:
    """``full pre-activation``: a choice about blocks as readers see it; empty if it has no name."""
    names = CHOICES.get(field, "")
    return names.format(value) if isinstance(names, str) else names[value]


def number(value: float | str) -> str:
    """``−6`` for -6.0: no trailing zeros, and a minus sign in place of the hyphen."""
    return f"{float(value):g}".replace("-", "−")


def raised(exponent: int | str) -> str:
    """``⁻⁶`` for -6: a whole number as an exponent."""
    return str(int(exponent)).translate(RAISED)


def extent(values: Sequence[float], digits: int = 1) -> str:
    """``1.0 to 2.5``: the range of the values, or the single value."""
    low, high = f"{min(values):.{digits}f}", f"{max(values):.{digits}f}"
    return low if low == high else f"{low} to {high}"


def percent(share: float) -> str:
    """A fraction of 1 in percent: ``52 %``, with the book's space before the unit."""
    return f"{100 * share:.0f} %"


def unbroken(text: str) -> str:
    """``5 %`` and ``γ = 1`` with spaces that do not break, so that each stays on one line."""
    return CLOSE.sub(NO_BREAK, text)


def with_spread(values: Sequence[float], diverged: int = 0) -> str:
    """``8.75 ± 0.12``: the mean and standard deviation, or the single value.

    Args:
        diverged: trainings that ended without a value: ``8.75 ± 0.12, 1 of 3 diverged``.
    """
    parts = []
    if len(values) == 1:
        parts.append(f"{values[0]:.2f}")
    elif values:
        parts.append(f"{mean(values):.2f} ± {stdev(values):.2f}")
    if diverged:
        parts.append(f"{diverged} of {len(values) + diverged} diverged")
    return ", ".join(parts)
