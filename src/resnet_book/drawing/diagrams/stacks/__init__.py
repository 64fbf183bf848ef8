"""Several equal blocks in a row.

- ``stack_lines``: one line of blocks, and which designs it can show
- ``stack_pictures``: forward, backward, unravelled
- ``movable_paths``: blocks, plain twin and paths, for a script that cuts branches
"""
