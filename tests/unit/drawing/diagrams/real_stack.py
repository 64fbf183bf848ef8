"""A real stack of blocks, small enough for all of its derivatives: what drawings are held against.

Branches are removed and weighed by hooks on the blocks' own shortcuts, where x and F(x) meet.
"""

from itertools import combinations

import torch
from torch import nn

from resnet_book.models.blocks import Block

WIDTH, SIDE = 2, 3  # channels of the convolutions, pixels


class RealStack:
    """Blocks of one design and one shape, in float64, and an input for them.

    Attributes:
        blocks: the modules, first to last.
        x: what enters, (2, C, 3, 3).
    """

    def __init__(self, design, count):
        torch.manual_seed(count)
        channels = WIDTH * design.expansion
        self.blocks = nn.Sequential(*(Block(channels, WIDTH, 1, design) for _ in range(count)))
        self.blocks.double()
        self.x = torch.randn(2, channels, SIDE, SIDE, dtype=torch.float64)

    def run(self, x, edit=lambda i, branch: branch):
        """x_0 … x_L and F_0(x_0) … F_(L−1)(x_(L−1)); `edit` may change a branch's output."""
        states, branches = [x], []
        for i, block in enumerate(self.blocks):
            branches.append(block.branch(states[-1]))
            hook = block.downsample.register_forward_pre_hook(
                lambda _, given, i=i: (given[0], edit(i, given[1]))
            )
            states.append(block(states[-1]))
            hook.remove()
        return states, branches

    def jacobian(self, function):
        """The derivative of a function of x_0, a square matrix."""
        found = torch.autograd.functional.jacobian(function, self.x, vectorize=True)
        return found.reshape(self.x.numel(), self.x.numel())

    def part(self, way, removed=frozenset()):
        """The part of dx_L/dx_0 that came through exactly the branches of `way`, as a matrix.

        The derivative is linear in the weight of each branch; with weights of 0 and 1 on the way
        back alone, inclusion and exclusion give the part of each way.

        Args:
            way: numbers of blocks, from 0.
            removed: blocks whose branch adds nothing.
        """
        total = torch.zeros(self.x.numel(), self.x.numel(), dtype=torch.float64)
        for size in range(len(way) + 1):
            for passing in combinations(sorted(way), size):

                def edit(i, branch, passing=passing):
                    kept = branch * (i not in removed)
                    return kept if i in passing else kept.detach()

                sign = (-1) ** (len(way) - size)
                total += sign * self.jacobian(lambda x, edit=edit: self.run(x, edit)[0][-1])
        return total


def is_nothing(matrix):
    return matrix.abs().max().item() < 1e-9
