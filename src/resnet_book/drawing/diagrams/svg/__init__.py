"""How drawings are drawn: shapes and texts as SVG, in the page's colours, in two widths.

- ``canvas``: boxes, wires, arrowheads and texts
- ``lettering``: texts, their markup and their boxes; ``fonts``: how wide they are
- ``style_sheet``: how the parts look
- ``pages``: a drawing in two widths, for a page; ``bitmaps``: as a PNG on white
"""
