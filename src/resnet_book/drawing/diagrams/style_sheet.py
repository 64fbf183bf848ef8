"""How the parts of a drawing look: one style sheet, which every drawing carries.

Text and lines take the page's own text colour, and the colours are the page's where it has them; a
container query chooses the width that fits the column.
"""

from __future__ import annotations

import re

from resnet_book.palette import COLOURS

WIDE, NARROW = 688, 342  # px

# The page's background: on the website, in Jupyter, in Colab, in VS Code.
_PAGE = (
    "var(--pst-color-background, var(--jp-layout-color0, "
    "var(--colab-primary-surface-color, var(--vscode-editor-background, Canvas))))"
)
_SANS = '-apple-system, BlinkMacSystemFont, "Segoe UI", "Helvetica Neue", Arial, sans-serif'
_MATHS = 'KaTeX_Math, "STIX Two Math", "Cambria Math", Georgia, "Times New Roman", serif'


def _colour(name: str) -> str:
    """The page's colour, or the palette's where the page has none, as in a notebook."""
    return f"var(--{name}, {COLOURS[name]})"


_RULES = f"""
figure.diagram {{
  container: diagram / inline-size;
  margin: 1.25rem 0;
  padding: 0;
  max-width: 100%;
}}
.drawn {{
  --wire: color-mix(in srgb, currentColor 72%, transparent);
  --tint: color-mix(in srgb, currentColor 11%, transparent);
  --faint: color-mix(in srgb, currentColor 5%, transparent);
  --rule: color-mix(in srgb, currentColor 22%, transparent);
  --blue: {_colour("residual")};
  --orange: {_colour("plain")};
  --green: {_colour("third")};
  --purple: {_colour("fourth")};
  --dull: {_colour("grey")};
  --page: {_PAGE};
  display: block;
  margin: 0 auto;
  max-width: 100%;
  height: auto;
  overflow: visible;
  font: 13px {_SANS};
}}
.drawn.narrow {{ display: none; }}
@container diagram (max-width: {WIDE - 0.5}px) {{
  .drawn.narrow {{ display: block; }}
  .drawn.wide {{ display: none; }}
}}
.drawn text {{ fill: currentColor; stroke: none; }}
.drawn .title {{ font-size: 14px; font-weight: 600; }}
.drawn .letter {{ font-size: 20px; font-weight: 600; }}
.drawn :is(.note, .noted) {{ font-size: 12px; }}
.drawn .note {{ fill: color-mix(in srgb, currentColor 82%, transparent); }}
.drawn .figure {{ font-weight: 600; font-variant-numeric: tabular-nums; }}
.drawn .inverse {{ font-size: 12px; font-weight: 600; fill: var(--page); }}
.drawn .maths {{ font: 17px {_MATHS}; }}
.drawn .italic {{ font-style: italic; }}
.drawn .upright {{ font-family: {_SANS}; font-size: 0.82em; }}
.drawn .sub {{ font-size: 0.72em; }}
.drawn :is(path, circle, rect) {{ fill: none; stroke-width: 1.5; }}
.drawn .wire {{ stroke: var(--wire); }}
.drawn .plain {{ stroke: var(--orange); stroke-width: 2.5; }}
.drawn .carried {{ stroke: var(--blue); stroke-width: 3; }}
.drawn .thin {{ stroke: var(--blue); stroke-width: 2; }}
.drawn .fine {{ stroke: var(--blue); stroke-width: 1.25; }}
.drawn .dotted {{ stroke-dasharray: 0.1 5.5; stroke-linecap: round; }}
.drawn .thin.dotted {{ stroke-dasharray: 0.1 3.8; }}
.drawn .fine.dotted {{ stroke-dasharray: 0.1 2.4; }}
.drawn .cut {{ stroke: var(--dull); stroke-dasharray: 3 4; }}
.drawn .head {{ stroke: none; }}
.drawn .head.wire {{ fill: var(--wire); }}
.drawn .head.plain {{ fill: var(--orange); }}
.drawn .head:is(.carried, .thin) {{ fill: var(--blue); }}
.drawn .chip {{ stroke: var(--wire); }}
.drawn .chip:is(.conv, .branch, .se) {{ fill: var(--tint); }}
.drawn .chip.toll {{
  stroke: var(--purple);
  stroke-width: 2;
  fill: color-mix(in srgb, var(--purple) 20%, transparent);
}}
.drawn .chip.cut {{ stroke: var(--dull); fill: none; }}
.drawn .strike {{ stroke: currentColor; stroke-width: 2.5; stroke-linecap: round; }}
.drawn .copied {{ fill: var(--blue); }}
.drawn .hinge {{ stroke: currentColor; stroke-linejoin: round; }}
.drawn .plus {{ stroke: currentColor; }}
.drawn .cross {{ stroke: currentColor; stroke-width: 1.75; }}
.drawn .axis {{ stroke: var(--dull); stroke-width: 1; }}
.drawn .axis.dashed {{ stroke-dasharray: 3 3; }}
.drawn .rule {{ stroke: var(--rule); stroke-width: 1; }}
.drawn .bar {{ fill: var(--wire); }}
.drawn .bar.stem {{ fill: var(--dull); }}
.drawn .norm {{ fill: var(--page); stroke: var(--wire); }}
.drawn .funnel {{ fill: var(--faint); stroke: var(--rule); stroke-width: 1; }}
.drawn .unit {{ fill: var(--wire); }}
.drawn .hollow {{ stroke: var(--wire); stroke-width: 1; }}
.drawn .bead {{ fill: var(--page); stroke: var(--purple); stroke-width: 2; }}
.drawn .kept {{ fill: var(--blue); }}
.drawn .made {{ fill: var(--purple); }}
.drawn .seen {{ fill: var(--wire); }}
.drawn .dropped {{ stroke: var(--rule); stroke-width: 1; }}
.drawn .zero {{ stroke: var(--dull); stroke-width: 1; stroke-dasharray: 2 2; }}
"""

# Without the spaces that only serve its reader here.
STYLE = re.sub(r"\s*([{};,])\s*", r"\1", " ".join(_RULES.split()))
