"""Split a gradient into 2ⁿ paths: each path takes the shortcut or the branch of each block.

    found = path_gradients(network, network.layer1, 0.9, images, labels).norms
    found.paths[False, False, False]  # the direct part: 0.9³
    found.whole                       # all paths together

With x_(l+1) = λ x_l + F_l(x_l) and the Jacobian J_l of F_l at x_l,

    dE/dx_0 = (λ + J_0ᵀ) (λ + J_1ᵀ) ⋯ (λ + J_(n−1)ᵀ) dE/dx_n,

and multiplied out, one term for each path (Veit et al. 2016, arXiv:1605.06431, draw them). With
batch normalisation and ReLU in the branches these are the paths of the network linearised at this
batch.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from resnet_book.models.blocks import Block
from resnet_book.probes.block_flow import trace

# For each block, first to last: whether the path goes through its branch.
Way = tuple[bool, ...]


@dataclass(frozen=True)
class PathNorms:
    """The sizes of a gradient's paths, relative to ‖dE/dx_n‖ after the last block.

    Attributes:
        paths: way → the norm of the gradient that came back this way.
        whole: ‖dE/dx_0‖, of all paths together; in general not the sum of their norms.
        error: relative error of the paths' sum, as vectors, against autograd's gradient.
    """

    paths: dict[Way, float]
    whole: float
    error: float

    def plain(self) -> dict[str, Any]:
        """Plain data for JSON: a path is a string of b (branch) and s (shortcut), one per block."""
        named = {"".join("sb"[taken] for taken in way): size for way, size in self.paths.items()}
        return {"paths": named, "whole": self.whole, "error": self.error}

    @classmethod
    def from_plain(cls, found: Mapping[str, Any]) -> PathNorms:
        """Rebuild the norms from the output of :meth:`plain`."""
        paths = {tuple(c == "b" for c in way): size for way, size in found["paths"].items()}
        return cls(paths, found["whole"], found["error"])


@dataclass(frozen=True, eq=False)
class PathGradients:
    """The gradient at x_0, path by path, float64; each tensor is (N, C, H, W).

    Attributes:
        paths: way → the gradient that came back this way; ways through a cut branch are left out.
        whole: dE/dx_0, computed by autograd through the whole network, not from `paths`.
        end: dE/dx_n, after the last block.
    """

    paths: dict[Way, Tensor]
    whole: Tensor
    end: Tensor

    @property
    def norms(self) -> PathNorms:
        """The norms of all gradients, relative to that at the end."""

        def relative(gradient: Tensor, reference: Tensor) -> float:
            # A plain stack with a cut branch returns 0 for every image: no gradient anywhere.
            size = reference.norm().item()
            return gradient.norm().item() / size if size else 0.0

        total = torch.stack(list(self.paths.values())).sum(0)
        return PathNorms(
            {way: relative(gradient, self.end) for way, gradient in self.paths.items()},
            relative(self.whole, self.end),
            relative(total - self.whole, self.whole),
        )


def path_gradients(
    network: nn.Module,
    blocks: Sequence[Block],
    scale: float,
    images: Tensor,
    labels: Tensor,
    cut: Collection[int] = (),
) -> PathGradients:
    """Follow the loss's gradient back along every path through `blocks`, in float64.

    One pass in training mode, with the batch's own statistics, on a copy of the network. Needs
    2ⁿ − 1 products with the branches' Jacobians.

    Args:
        network: maps images to logits.
        blocks: n consecutive blocks of `network`, with shortcuts ``scaling=λ,1`` and nothing after
            the additions.
        scale: λ.
        images: standardised, (N, C, H, W), float.
        labels: (N,), int64.
        cut: indices into `blocks`, from 0; the branches of these blocks are cut off and add 0.

    Raises:
        ValueError: there are no blocks, one is not in the network, or an index in `cut` is out of
            range.
    """
    doubled, its_blocks = copy.deepcopy((network, list(blocks)))  # the same modules in both
    doubled.double()
    states, branches, loss = trace(doubled, its_blocks, images.double(), labels, cut)
    gradients = torch.autograd.grad(loss, states, retain_graph=True)
    paths: dict[Way, Tensor] = {(): gradients[-1]}
    for i in reversed(range(len(blocks))):
        longer: dict[Way, Tensor] = {}
        for way, gradient in paths.items():
            longer[False, *way] = scale * gradient
            if i not in cut:
                (through,) = torch.autograd.grad(
                    branches[i], states[i], gradient, retain_graph=True
                )
                longer[True, *way] = through
        paths = longer
    return PathGradients(
        {way: gradient.detach() for way, gradient in paths.items()}, gradients[0], gradients[-1]
    )
