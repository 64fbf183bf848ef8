// Elements of SVG that a drawing keeps and moves.

const NAMESPACE = "http://www.w3.org/2000/svg";

/** An element of SVG: svg("path", {d: "M0 0"}, child, [child, …], …). */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(NAMESPACE, tag);
  change(element, attributes);
  element.append(...children.flat(Number.POSITIVE_INFINITY));
  return element;
}

/** Set attributes; one that is null is taken away. */
export function change(element, attributes) {
  for (const [name, value] of Object.entries(attributes))
    if (value === null || value === undefined) element.removeAttribute(name);
    else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}

/** Outlines of marks about 9 pixels wide, around (0, 0); their names come from palette.py. */
export const MARKS = {
  circle: "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0Z",
  square: "M-4-4h8v8h-8Z",
  triangle: "M0-5.5L5 3.5h-10Z",
  diamond: "M0-5.5L5.5 0L0 5.5L-5.5 0Z",
  "triangle down": "M0 5.5L5-3.5h-10Z",
};

/** The same marks, smaller, for every point of a curve. */
const SMALL = {
  circle: "m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0Z",
  square: "m-2-2h4v4h-4Z",
  triangle: "m0-2.8l2.6 4.6h-5.2Z",
  diamond: "m0-2.8l2.8 2.8l-2.8 2.8l-2.8-2.8Z",
  "triangle down": "m0 2.8l2.6-4.6h-5.2Z",
};

const round = (value) => Math.round(value * 10) / 10;

/** The path through points [[x, y, …], …]. */
export const through = (points) =>
  points.map(([x, y], i) => `${i ? "L" : "M"}${round(x)} ${round(y)}`).join("");

/** The outline between the last two numbers of points [[x, y, low, high], …]. */
export function between(points) {
  const low = points.map(([x, , value]) => [x, value]);
  const back = points.map(([x, , , value]) => [x, value]).reverse();
  return points.length ? `${through([...low, ...back])}Z` : "";
}

/** A small mark at each of the points. */
export const marksAt = (points, symbol) =>
  points.map(([x, y]) => `M${round(x)} ${round(y)}${SMALL[symbol]}`).join("");
