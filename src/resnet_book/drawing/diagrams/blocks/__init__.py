"""One block at a time.

- ``anatomy``: the parts and wires of a block, read off the module
- ``spelling``: the text on each part, a block's formula, its alternative text
- ``arcs``: a block with the shortcut as an arc around the branch
- ``streams``: a block with x straight down and the branch next to it
- ``block_pictures``: one block, or several side by side
- ``multiples``: the five orders and the six shortcuts; ``multiple_errors``: the errors below them
- ``tensor_shapes``: a block by the widths of its tensors; ``cost_squares``: its cost
"""
