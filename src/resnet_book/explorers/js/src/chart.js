// What all charts share: Observable Plot in the page's own colours.

import { h } from "./dom.js";
import { dot, lineY, plot } from "./plot.js";

// Custom properties of the page's style sheet, which is made from palette.py.
export const FOURTH = "var(--fourth)";
export const GREY = "var(--grey)";

/** How a network is drawn, {colour, symbol, label}: plain ones look the same in every figure. */
export const look = (looks, shortcut) => looks[shortcut === "none" ? "plain" : "residual"];

/** An SVG, as wide as there is room (at most 640 pixels). */
export function chart(width, height, label, options) {
  const drawn = plot({
    width: Math.max(280, Math.min(640, width)),
    height,
    marginLeft: 52,
    marginTop: 28,
    marginRight: 24,
    marginBottom: 44,
    style: { background: "none", color: "inherit", fontSize: "12px", overflow: "visible" },
    ...options,
    x: { labelAnchor: "center", labelArrow: "none", labelOffset: 38, ...options.x },
    y: { labelArrow: "none", ...options.y },
  });
  // One picture with one name; Plot names its parts, which have no role that may be named.
  for (const part of drawn.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  drawn.setAttribute("role", "img");
  drawn.setAttribute("aria-label", label);
  return drawn;
}

/** A line with a mark at each point. */
export const marked = (points, { x, y, stroke, dashes = null, symbol = "circle", r = 2 }) => [
  lineY(points, { x, y, stroke, strokeWidth: 2, strokeDasharray: dashes }),
  dot(points, { x, y, fill: stroke, r, symbol }),
];

/** The names of the colours, [[colour, name], …]. */
export const legend = (keys) =>
  h(
    "p",
    { class: "legend" },
    keys.map(([colour, name]) => h("span", { class: "key", style: `--key:${colour}` }, name)),
  );
