// What is read off a chart: a line, its place on the x axis, and a value beside each curve.
import { write } from "./dom.js";
import { apart } from "./labels.js";
import { change, MARKS, svg } from "./svg.js";

const GAP = 15; // between values, in pixels
const ROOM = 72; // for a value beside the line

export class Crosshair {
  element = svg("g", { class: "crosshair" });
  #line = svg("path", { stroke: "currentColor", "stroke-opacity": 0.6 });
  #place = svg("text", { class: "place", "text-anchor": "middle" });
  #values = []; // {mark, text} for each curve, kept for the next time

  constructor() {
    this.element.append(this.#line, this.#place);
  }

  /**
   * @param values - [{x, y, colour, symbol, text}, …]; all have the same x, in pixels. None: nothing is read.
   * @param name - of the place.
   * @param area - {left, top, right, bottom} of the chart without its margins.
   */
  show(values, name, { left, top, right, bottom }) {
    change(this.element, { display: values.length ? null : "none" });
    if (!values.length) return;
    const [{ x }] = values;
    change(this.#line, { d: `M${x} ${top}V${bottom}` });
    change(this.#place, { x: Math.max(left + 8, x), y: bottom + 18 }); // over the axis' own numbers
    write(this.#place, name);
    const heights = apart(
      values.map(({ y }) => y),
      GAP,
      top + 8,
      bottom - 8,
    );
    const before = x + ROOM > right;
    for (const [i, value] of values.entries()) {
      const { mark, text } = this.#part(i);
      change(mark, {
        d: MARKS[value.symbol],
        fill: value.colour,
        transform: `translate(${x} ${value.y})`,
        display: null,
      });
      change(text, {
        x: before ? x - 9 : x + 9,
        y: heights[i],
        "text-anchor": before ? "end" : "start",
        display: null,
      });
      write(text, value.text);
    }
    for (const { mark, text } of this.#values.slice(values.length))
      for (const part of [mark, text]) change(part, { display: "none" });
  }

  #part(i) {
    if (!this.#values[i]) {
      this.#values[i] = { mark: svg("path"), text: svg("text", { dy: "0.32em" }) };
      this.element.append(this.#values[i].mark, this.#values[i].text);
    }
    return this.#values[i];
  }
}
