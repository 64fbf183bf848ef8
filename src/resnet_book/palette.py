"""The book's colours, markers and line styles: plain and residual look the same everywhere."""

from __future__ import annotations

# Okabe and Ito's colours that keep a contrast of 3 to 1 on white and on near-black, with a marker
# and a line style each, so that no distinction rests on colour alone.
PLAIN = "#d55e00"
RESIDUAL = "#0081c7"
THIRD = "#009e73"
FOURTH = "#b86fa0"
GREY = "#808080"

RESIDUAL_KINDS = (RESIDUAL, THIRD, FOURTH, GREY)  # of several kinds of shortcut in one figure
MARKERS = ("o", "s", "^", "D")
DASHES = ("-", (0, (5, 2)), (0, (1, 1.5)), (0, (5, 1, 1, 1)))
