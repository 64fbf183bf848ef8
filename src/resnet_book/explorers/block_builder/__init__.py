"""The block builder: a block that the reader chooses, and a digit that flows through it.

- ``builder``: the explorer
- ``flows``: a digit's tensors in every block, and what keeps it from passing unchanged
- ``layout``: the drawing, part by part
- ``code_lines``: the forward pass in ten lines
- ``sentences``: all of its words
"""

from resnet_book.explorers.block_builder.builder import BlockBuilder

__all__ = ["BlockBuilder"]
