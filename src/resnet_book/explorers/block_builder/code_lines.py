"""The forward pass of a block in ten lines of PyTorch, shown next to the block builder's drawing.

The lines are generated from the parts in the drawing; tests run them and compare the output with
:class:`~resnet_book.models.blocks.Block`, bit by bit.
"""

from __future__ import annotations

from resnet_book.drawing.diagrams.blocks.anatomy import Anatomy, Part

SCALE = "{scale}"  # placeholder for λ, which a slider sets


def forward_code(block: Anatomy) -> str:
    """``def forward(self, x): …``, one line for each part; ``self`` is the block itself.

    Constant scaling has ``{scale}`` in place of its factor on x.
    """
    norms = [p.name for p in block.parts if p.kind == "bn" and p.way != "shortcut"]

    def call(target: str, part: Part, given: str) -> str:
        mark = "  # weight: γ" if norms and part.name == norms[-1] else ""
        return f"{target} = self.{part.name}({given}){mark}"

    lines, given = [], "x"
    for part in block.before:
        lines.append(call("a", part, given))
        given = "a"
    last = given
    for part in block.branch:
        if part.kind not in ("scale", "gate"):
            lines.append(call("f", part, last))
            last = "f"
    lines += _sum(block, given)
    lines += [call("y", part, "y") for part in block.after]
    return "\n    ".join(["def forward(self, x):", *lines, "return y"])


def _sum(block: Anatomy, given: str) -> list[str]:
    """The lines of the shortcut and of the addition."""
    if not block.residual:
        return ["y = f"]
    lines, carried, branch = [], given, "f"
    for part in block.shortcut:
        if part.kind in ("conv", "bn"):
            place = part.name.rpartition(".")[2]
            lines.append(f"h = self.downsample[{place}]({carried})")
            carried = "h"
        elif part.kind == "dropout":
            lines.append(f"h = self.{part.name}({carried})")
            carried = "h"
        elif part.kind == "gate":
            lines += [f"gate = self.{part.name}", f"g = torch.sigmoid(gate({given}))"]
            carried = f"(1 - g) * {carried}"
        else:
            carried = f"{SCALE} * {carried}"
    if any(part.kind == "gate" for part in block.branch):
        branch = "g * f"
    return [*lines, f"y = {branch} + {carried}"]
