// A reader's curve in the chapter's own figure, beside what was measured there.
//
// The figure is static; its SVGs, for a column and for a phone, say where the curve's points lie in them
// (drawing/guesses.py).
import { between, svg, through } from "../svg.js";

const SIZE = 9.75; // of the text: points, in which the figure is drawn

/** What the SVG of a figure says: the places of each x, and the heights of the axis's ends. */
export function axesOf({ at, low, high }) {
  return { at: at.split(" ").map(Number), low: Number(low), high: Number(high) };
}

/** The points of a curve in a figure. */
export function placed(values, { low, high }, axes) {
  const up = (value) => axes.low + ((value - low) / (high - low)) * (axes.high - axes.low);
  return values.map((value, i) => [axes.at[i], up(value)]);
}

/** Where a guess is named: where it is farthest from the answer, and on the far side of it. */
export function named(points, answers, width) {
  const gaps = points.map(([, y], i) => y - answers[i][1]);
  const i = gaps.reduce((best, gap, j) => (Math.abs(gap) > Math.abs(gaps[best]) ? j : best), 0);
  const anchor = i === 0 ? "start" : i === points.length - 1 ? "end" : "middle";
  const [x] = points[i];
  const left = x - { start: 0, middle: width / 2, end: width }[anchor];
  const over = [left, left + width].map((place) => heightAt(points, place));
  for (const [place, y] of points) if (place > left && place < left + width) over.push(y);
  const y = gaps[i] < 0 ? Math.min(...over) - SIZE * 0.5 : Math.max(...over) + SIZE * 1.2;
  return { x, y, anchor };
}

/** The height of a curve at a place; beyond its ends, that of the end. */
function heightAt(points, x) {
  const next = points.findIndex(([place]) => place >= x);
  if (next <= 0) return points.at(next)[1];
  const [[a, from], [b, to]] = points.slice(next - 1, next + 1);
  return from + ((x - a) / (b - a)) * (to - from);
}

/** The figure of a question: {id, draw(guess)}; null where the page has none. */
export function inFigure({ figure, ...content }, words) {
  const id = `figure-${figure?.replace(".", "-")}`;
  const forms = figure ? [...document.querySelectorAll(`#${id} > svg[data-at]`)] : [];
  if (!forms.length) return null;
  return {
    id,
    draw(guess) {
      for (const form of forms) {
        form.querySelector(".guess")?.remove();
        if (guess) form.append(curve(form, content, guess, words.say("your_guess")));
      }
    },
  };
}

function curve(form, content, guess, name) {
  const axes = axesOf(form.dataset);
  const [points, answers] = [guess, content.answer].map((values) => placed(values, content, axes));
  const { x, y, anchor } = named(points, answers, name.length * SIZE * 0.5);
  const gap = points.map(([across, here], i) => [across, here, here, answers[i][1]]);
  const halo = { "paint-order": "stroke", stroke: "var(--pst-color-background)", "stroke-width": 3 };
  return svg(
    "g",
    { class: "guess", fill: "none", "stroke-linejoin": "round" },
    svg("path", { d: between(gap), fill: "currentColor", "fill-opacity": 0.1 }),
    svg("path", {
      d: through(points),
      stroke: "currentColor",
      "stroke-width": 1.5,
      "stroke-dasharray": "4.5 2.5",
    }),
    svg("text", { x, y, "text-anchor": anchor, "font-size": SIZE, fill: "currentColor", ...halo }, name),
  );
}
