"""The words of the block builder: names of controls, sentences, and the cells of its table."""

from __future__ import annotations

from resnet_book.explorers.block_builder.flows import SPECS
from resnet_book.explorers.common_words import CONTROLS
from resnet_book.words import SHORTCUT_OPTIONS, SHORTCUTS

SHAPES = {"basic": "basic", "bottleneck": "bottleneck"}
KINDS = {kind: SHORTCUTS[kind] for kind in SPECS} | {
    "none": SHORTCUT_OPTIONS["none"],
    "A": "identity",  # for blocks that do not change the shape
    "scaling": "scaling by λ",
    "dropout": "dropout",
}
INPUTS = {"positive": "a digit, 0 to 1", "centred": "a digit, −½ to ½"}

# What happens to x at γ = 0, by the operation that keeps the block from returning it.
ENDS = {
    "handed": "γ = 0: F(x) is 0, and nothing else touches x. The output is the input, to the last "
    "bit.",
    "nothing": "γ = 0: nothing arrives. x had no other way than the layers.",
    "silenced": "γ = 0: the output is 0. This batch norm stands behind the +, so that γ silences x "
    "too.",
    "rectified": "γ = 0: F(x) is 0, and x arrives at the +. But the ReLU behind it cuts off what "
    "is negative: {cut} of {pixels} pixels.",
    "scaled": "γ = 0: F(x) is 0, but what arrives at the + is {scale} x.",
    "projected": "γ = 0: F(x) is 0, but what arrives at the + is a convolution of x. It differs "
    "from x by up to {change}.",
    "gated": "γ = 0: F(x) is 0, but x goes through a gate, 1 − g. What arrives differs from x by "
    "up to {change}.",
    "dropped": "γ = 0: F(x) is 0, but dropout replaces some pixels of x by 0 and doubles the "
    "others.",
    "rectified_too": "The ReLU behind the + then cuts off what is negative.",
}
WORDS = (
    CONTROLS
    | ENDS
    | {
        "not_measured": "This block was not measured for this page.",
        "added": "γ = {gamma}: the branch changes what the shortcut brings by up to {added}. The "
        "output differs from x by up to {change}.",
        "scaled_sum": "γ = {gamma} multiplies the whole sum, x too. The output differs from x by "
        "up to {change}.",
        "only": "γ = {gamma}: the layers are the only way. The output differs from x by up to "
        "{change}.",
        "ask": "Now drag γ to 0.",
        "gamma": "γ = {gamma}",
        "equal": "= x ✓",
        "parameters": "{count} parameters, {channels} channels",
        "pinned_here": "pinned",
        "pinned": "Pinned: {count} parameters; its output differs from its x by up to {change}.",
        "drawn": "{summary} The drawing: {alt}",
    }
)
# In the compact form, which has room for two lines.
COMPACT_WORDS = WORDS | {
    "handed": "γ = 0: the output is the input, to the last bit.",
    "nothing": "γ = 0: nothing arrives. There is no other way.",
    "added": "γ = {gamma}: the branch changes x by up to {added}.",
    "only": "γ = {gamma}: what the layers make of x.",
    "ask": "Drag γ to 0.",
}
# For the table, with the same keys.
CELLS = {
    "handed": "x, to the last bit",
    "nothing": "0: no other way",
    "silenced": "0: γ is behind the +",
    "rectified": "x without what is negative",
    "scaled": "λ x",
    "projected": "a convolution of x",
    "gated": "(1 − g) x",
    "dropped": "x with dropout",
    "rectified_too": "without what is negative",
}
