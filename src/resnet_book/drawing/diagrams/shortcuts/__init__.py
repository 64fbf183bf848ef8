"""Shortcuts where the shape changes, pixel by pixel.

- ``boundaries``: options A, B and C; ``carried_pixels``: what they do to an image
- ``unread_pixels``: the pixels that a stride on the 1×1 never reads
- ``pixel_maps``: how both are drawn
"""
