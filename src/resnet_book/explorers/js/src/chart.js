// What all charts share: Observable Plot in the page's own colours.
import { plot } from "@observablehq/plot";

// Okabe and Ito's colours with a contrast of 3 to 1 on white and on near-black; as in pictures.py.
export const PLAIN = "#d55e00";
export const RESIDUAL = "#0081c7";
export const THIRD = "#009e73";
export const FOURTH = "#b86fa0";
export const GREY = "#808080";

/** The colour of a shortcut: plain networks are orange in every figure. */
export const colour = (shortcut) => (shortcut === "none" ? PLAIN : RESIDUAL);

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

/** A number for people: 12.3, 0.0123, 1.2e-9, 4,300. */
export function number(value, digits = 3) {
  if (value === null || value === undefined) return "not finite";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) return value.toExponential(digits - 2);
  if (size >= 1000) return Math.round(value).toLocaleString("en");
  return String(Number(value.toPrecision(digits)));
}

const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

const tenTo = (power) => Number(`1e${power}`);

/** A logarithmic axis over whole powers of ten, labelled 10⁻⁶, 10⁻⁴, … */
export function decades(values) {
  const positive = values.filter((v) => v > 0);
  const low = Math.floor(Math.log10(Math.min(...positive)) + 1e-9);
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...positive)) - 1e-9));
  const step = Math.ceil((high - low) / 8);
  const ticks = [];
  for (let power = low; power <= high; power += step) ticks.push(tenTo(power));
  const raised = (v) => [...String(Math.round(Math.log10(v)))].map((c) => RAISED[c]).join("");
  return { type: "log", domain: [tenTo(low), tenTo(high)], ticks, tickFormat: (v) => `10${raised(v)}`, grid: true };
}

/** Mean and standard deviation (n − 1). */
export function spread(values) {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((a, b) => a + (b - mean) ** 2, 0);
  return { mean, deviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : null };
}
