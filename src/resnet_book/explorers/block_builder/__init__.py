"""The block builder: a block of one's choice, and a digit that flows through it.

- ``builder``: the explorer
- ``flows``: what becomes of a digit in every block, and what stands in its way
- ``layout``: the drawing, part by part
- ``code_lines``: the forward pass in ten lines
- ``sentences``: all that it says
"""

from resnet_book.explorers.block_builder.builder import BlockBuilder

__all__ = ["BlockBuilder"]
