"""How the parts of a drawing look: one style sheet, which every drawing carries.

Text and lines take the page's own text colour; other colours are the page's if it defines them. A
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
SANS = '-apple-system, BlinkMacSystemFont, "Segoe UI", "Helvetica Neue", Arial, sans-serif'
# For italic letters only: digits of this font, and of Georgia, extend below the line.
ITALIC = 'KaTeX_Math, "STIX Two Math", "Cambria Math", Georgia, "Times New Roman", serif'
MATHS = 'KaTeX_Main, "STIX Two Math", "Cambria Math", "Times New Roman", serif'


def _colour(name: str) -> str:
    """The page's colour, or the palette's if the page has none, as in a notebook."""
    return f"var(--{name}, {COLOURS[name]})"


def shortened(rules: str) -> str:
    """A style sheet without unneeded spaces."""
    return re.sub(r"\s*([{};,])\s*", r"\1", " ".join(rules.split()))


_RULES = f"""
figure.diagram {{
  container: diagram / inline-size;
  margin: 1.25rem 0;
  padding: 0;
  max-width: 100%;
}}
svg.diagram {{
  --wire: color-mix(in srgb, currentColor 72%, transparent);
  --tint: color-mix(in srgb, currentColor 11%, transparent);
  --faint: color-mix(in srgb, currentColor 5%, transparent);
  --rule: color-mix(in srgb, currentColor 22%, transparent);
  --as-residual: {_colour("residual")};
  --as-plain: {_colour("plain")};
  --as-third: {_colour("third")};
  --as-fourth: {_colour("fourth")};
  --as-grey: {_colour("grey")};
  --page: {_PAGE};
  display: block;
  margin: 0 auto;
  max-width: 100%;
  height: auto;
  overflow: visible;
  font: 13px {SANS};
}}
svg.diagram.narrow {{ display: none; }}
@container diagram (max-width: {WIDE - 0.5}px) {{
  svg.diagram.narrow {{ display: block; }}
  svg.diagram.wide {{ display: none; }}
}}
svg.diagram text {{ fill: currentColor; stroke: none; }}
svg.diagram .title {{ font-size: 14px; font-weight: 600; }}
svg.diagram .letter {{ font-size: 20px; font-weight: 600; }}
svg.diagram :is(.note, .noted, .legend) {{ font-size: 12px; }}
svg.diagram .legend :is(.italic, .sub) {{ font: italic 17px {MATHS}; }}
svg.diagram :is(.note, .legend) {{ fill: color-mix(in srgb, currentColor 82%, transparent); }}
svg.diagram .figure {{ font-weight: 600; font-variant-numeric: tabular-nums; }}
svg.diagram .inverse {{ font-size: 12px; font-weight: 600; fill: var(--page); }}
svg.diagram .tick {{ font-size: 18px; font-weight: 700; fill: var(--as-third); }}
svg.diagram .maths {{ font: 17px {MATHS}; }}
svg.diagram .italic {{ font-style: italic; }}
svg.diagram :is(.maths, .legend) .italic {{ font-family: {ITALIC}; }}
svg.diagram .upright {{ font-family: {SANS}; font-size: 0.82em; }}
svg.diagram .sub {{ font-size: 0.72em; }}
svg.diagram .legend .sub {{ font-size: 12.24px; font-style: normal; }}
svg.diagram .legend .sub .italic {{ font-size: 1em; }}
svg.diagram :is(path, circle, rect) {{ fill: none; stroke-width: 1.5; }}
svg.diagram .wire {{ stroke: var(--wire); }}
svg.diagram .plain {{ stroke: var(--as-plain); stroke-width: 2.5; }}
svg.diagram .carried {{ stroke: var(--as-residual); stroke-width: 3; }}
svg.diagram .thin {{ stroke: var(--as-residual); stroke-width: 2; }}
svg.diagram .dotted {{ stroke-dasharray: 0.1 5.5; stroke-linecap: round; }}
svg.diagram .thin.dotted {{ stroke-dasharray: 0.1 3.8; }}
svg.diagram .cut {{ stroke: var(--as-grey); stroke-dasharray: 3 4; }}
svg.diagram .head {{ stroke: none; }}
svg.diagram .head.wire {{ fill: var(--wire); }}
svg.diagram .head.plain {{ fill: var(--as-plain); }}
svg.diagram .head:is(.carried, .thin) {{ fill: var(--as-residual); }}
svg.diagram .chip {{ stroke: var(--wire); }}
svg.diagram .chip:is(.conv, .branch, .se) {{ fill: var(--tint); }}
svg.diagram .chip.toll {{
  stroke: var(--as-fourth);
  stroke-width: 2;
  fill: color-mix(in srgb, var(--as-fourth) 20%, transparent);
}}
svg.diagram .chip.cut {{ stroke: var(--as-grey); fill: none; }}
svg.diagram .strike {{ stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; }}
svg.diagram .copied {{ fill: var(--as-residual); }}
svg.diagram .hinge {{ stroke: currentColor; stroke-linejoin: round; }}
svg.diagram .plus {{ stroke: currentColor; }}
svg.diagram .cross {{ stroke: currentColor; stroke-width: 1.75; }}
svg.diagram .axis {{ stroke: var(--as-grey); stroke-width: 1; }}
svg.diagram .axis.dashed {{ stroke-dasharray: 3 3; }}
svg.diagram .rule {{ stroke: var(--rule); stroke-width: 1; }}
svg.diagram .bar {{ fill: var(--wire); }}
svg.diagram .bar.stem {{ fill: var(--as-grey); }}
svg.diagram .others {{ fill: currentColor; stroke: none; }}
svg.diagram .norm {{ fill: var(--page); stroke: var(--wire); }}
svg.diagram .funnel {{ fill: var(--faint); stroke: var(--rule); stroke-width: 1; }}
svg.diagram .unit {{ fill: var(--wire); }}
svg.diagram .hollow {{ stroke: var(--wire); stroke-width: 1; }}
svg.diagram .bead {{ fill: var(--page); stroke: var(--as-fourth); stroke-width: 2; }}
svg.diagram .kept {{ fill: var(--as-residual); }}
svg.diagram .made {{ fill: var(--as-fourth); }}
svg.diagram .seen {{ fill: var(--wire); }}
svg.diagram .dropped {{ stroke: var(--as-grey); stroke-width: 1; }}
svg.diagram .zero {{ stroke: var(--as-grey); stroke-width: 1; stroke-dasharray: 2 2; }}
"""

# The style sheet above without unneeded spaces.
STYLE = shortened(_RULES)
