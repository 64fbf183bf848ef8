"""Sentences of every explorer; each explorer adds its own from a table next to its class.

A table maps a key, which the JavaScript asks for, to a sentence with {placeholders}.
"""

from __future__ import annotations

COMMON = {
    "locale": "en",
    "not_finite": "not finite",
}

# For explorers with controls.
CONTROLS = COMMON | {
    "pin": "Pin this view for comparison",
    "unpin": "Remove the pinned view",
    "link": "Copy link to this view",
    "copied": "The link is copied.",
    "copy_by_hand": "Copy the address of this page: it leads to this view.",
    "reset": "Show the first view",
    "numbers": "The numbers as a table",
    "table": "Table of the figure “{name}”: {headings}",
    "all_numbers": "All numbers of the figure “{name}”: {headings}",
    "broken": "This view cannot be drawn: the data of this figure is not as expected.",
    "nothing_to_choose": "There is nothing to choose for “{control}”.",
    "not_offered": "{control} {value} is not offered; choose from: {offered}.",
    "unknown_in_address": "The address names “{name}”, which this figure does not have.",
    "not_measured": "This network was not measured for this page.",
}

# For charts whose values are read with a pointer or the keyboard.
READING = {
    "read": "Read values off the curves",
    "read_value": "{name}: {value}",
    "read_at": "{at}. {values}.",
}

# Above the picture and the table that replace a figure if its script does not run.
STILL = "This figure moves where its script runs. Its picture and its numbers:"
