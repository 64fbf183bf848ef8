// What the drawings of the map share.
import { svg } from "../svg.js";

/** A picture with one name, drawn in px. */
export const picture = (width, height, label, ...children) =>
  svg(
    "svg",
    { class: "map", role: "img", "aria-label": label, width, height, viewBox: `0 0 ${width} ${height}` },
    children,
  );

/** The classes of the five shades. */
export const SHADES = ["", "map-1", "map-2", "map-3", "map-4", "map-5"];
