"""One block at a time.

- ``anatomy``: the parts and wires of a block, read off the module
- ``spelling``: what stands on a part, a block's formula, its alternative text
- ``arcs``: a block with the shortcut as an arc around the branch
- ``streams``: a block with x straight down and the branch beside it
- ``block_pictures``: one block, or several side by side
- ``multiples``: the five orders and the six shortcuts; ``multiple_errors``: the errors below them
- ``tensor_shapes``: a block by the widths of its tensors and, as ``cost_squares``, what it costs
"""
