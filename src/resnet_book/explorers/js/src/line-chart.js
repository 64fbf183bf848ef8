// Curves on axes that stand still. The axes are drawn by Observable Plot, and again only when they are
// others; the curves are elements that are kept and moved, so that a frame costs little.
//
// A curve is {id, points: [{x, y, low, high}, …], colour, symbol, name, dashes, weight, faint, dots, bare,
// read}: `name` stands at its end; `dots` are marks at every point, and `bare` leaves out the line; `faint`
// is context behind the others; what is not to be `read` has no values under the crosshair.
import { chart } from "./chart.js";
import { Crosshair } from "./crosshair.js";
import { h, write } from "./dom.js";
import { Gliding } from "./gliding.js";
import { apart } from "./labels.js";
import { Reading } from "./reading.js";
import { between, change, MARKS, marksAt, svg, through } from "./svg.js";

const GAP = 16; // between the names at the ends of curves, in pixels

export class LineChart {
  #host = h("div", { class: "chart" });
  #axes = null; // Plot's drawing, and the key of what it shows
  #key = "";
  #layer = svg("g", { class: "curves" });
  #parts = new Map(); // id → the elements of a curve
  #curves = [];
  #crosshair = new Crosshair();
  #gliding = new Gliding((rows) => this.#place(rows));
  #reading;
  #view;

  /** @param words - with those of READING in common_words.py. */
  constructor(board, words) {
    this.words = words;
    board.append(this.#host);
    this.#reading = new Reading(this.#host, {
      name: words.say("read"),
      onread: () => this.#place(this.#gliding.now),
    });
  }

  /**
   * Show curves.
   *
   * @param size - {width, height, margins}, as `chart` takes them.
   * @param label - what is seen, for a reader who does not see it.
   * @param x, y - the axes, as Plot takes them; they need a domain.
   * @param say - what a place on the x axis is called.
   * @param value - how a value is written.
   * @param grows - whether points join one by one: then nothing glides.
   */
  update(view) {
    this.#view = view;
    const drawn = this.#drawAxes(view);
    change(this.#axes, { "aria-label": view.label });
    this.#curves = view.curves.map((curve) => ({ ...curve, banded: curve.points.some((p) => "low" in p) }));
    this.#keepParts();
    const [x, y] = ["x", "y"].map((name) => this.#axes.scale(name).apply);
    const rows = Object.fromEntries(
      view.curves.map(({ id, points }) => [
        id,
        points.map((p) => [x(p.x), y(p.y), y(p.low ?? p.y), y(p.high ?? p.y)]),
      ]),
    );
    this.#follow(x);
    this.#gliding.to(rows, { jump: drawn || view.grows });
  }

  /** Draw the axes, if they are others than those that stand; returns whether they are. */
  #drawAxes({ width, height, label, margins, x, y }) {
    const key = JSON.stringify([width, height, margins, x, y]);
    if (key === this.#key) return false;
    this.#key = key;
    this.#axes?.remove();
    this.#axes = chart(width, height, label, { ...margins, x, y, marks: [] });
    this.#axes.append(this.#layer, this.#crosshair.element);
    this.#host.prepend(this.#axes);
    return true;
  }

  #area() {
    const [left, right] = this.#axes.scale("x").range;
    const [bottom, top] = this.#axes.scale("y").range;
    return { left, top, right, bottom };
  }

  #keepParts() {
    const shown = new Set(this.#curves.map(({ id }) => id));
    for (const [id, { group }] of this.#parts)
      if (!shown.has(id)) {
        group.remove();
        this.#parts.delete(id);
      }
    for (const [i, curve] of this.#curves.entries()) {
      if (!this.#parts.has(curve.id)) this.#parts.set(curve.id, parts());
      const { group } = dress(this.#parts.get(curve.id), curve);
      const there = this.#layer.children[i] ?? null; // in the order of the curves; what stands right stays
      if (there !== group) this.#layer.insertBefore(group, there);
    }
  }

  #follow(place) {
    const { say } = this.#view;
    const read = this.#read();
    const positions = [...new Set(read.flatMap(({ points }) => points.map((p) => p.x)))];
    this.#reading.update({
      positions: positions.sort((a, b) => a - b),
      place,
      area: this.#area(),
      width: Number(this.#axes.getAttribute("width")),
      say,
      tell: (at) => this.#sentence(at),
    });
  }

  #read = () => this.#curves.filter(({ read = true }) => read);

  /** A sentence on the values at a place. */
  #sentence(at) {
    const { say, value } = this.#view;
    const values = this.#read().flatMap(({ points, heard, name }) => {
      const found = points.find(({ x }) => x === at);
      return found ? [this.words.say("read_value", { name: heard ?? name, value: value(found.y) })] : [];
    });
    return this.words.say("read_at", { at: say(at), values: values.join("; ") });
  }

  /** Put the curves where they are now: one frame. */
  #place(rows) {
    const area = this.#area();
    for (const { id, symbol, dots, bare, banded } of this.#curves) {
      const part = this.#parts.get(id);
      change(part.band, { d: banded ? between(rows[id]) : null });
      if (!bare) change(part.line, { d: through(rows[id]) });
      if (dots) change(part.dots, { d: marksAt(rows[id], symbol) });
    }
    this.#name(rows, area);
    this.#showReading(rows, area);
  }

  #name(rows, { top, bottom }) {
    const named = this.#curves.filter(({ id, name }) => name && rows[id].length);
    const ends = named.map(({ id }) => rows[id].at(-1));
    const heights = apart(
      ends.map(([, y]) => y),
      GAP,
      top + 4,
      bottom - 4,
    );
    for (const [i, { id }] of named.entries()) {
      const [x, y] = ends[i];
      const { end, name, leader } = this.#parts.get(id);
      const far = Math.abs(heights[i] - y) > 5; // then the mark goes with the name
      change(end, { transform: far ? `translate(${x + 14} ${heights[i]})` : `translate(${x} ${y})` });
      change(name, { x: far ? x + 24 : x + 12, y: heights[i] });
      change(leader, { d: far ? `M${x} ${y}L${x + 9} ${heights[i]}` : null });
    }
  }

  #showReading(rows, area) {
    const { at } = this.#reading;
    const values = this.#read().flatMap(({ id, points, colour, symbol }) => {
      const i = at === null ? -1 : points.findIndex(({ x }) => x === at);
      if (i < 0) return [];
      const [x, y] = rows[id][i];
      return [{ x, y, colour, symbol, text: this.#view.value(points[i].y) }];
    });
    this.#crosshair.show(values, values.length ? this.#view.say(at) : "", area);
  }

  unmount() {
    this.#gliding.stop();
    this.#reading.end();
    this.#host.remove();
  }
}

/** The elements of one curve. */
function parts() {
  const part = {
    band: svg("path", { "fill-opacity": 0.2 }),
    line: svg("path", { fill: "none", "stroke-linejoin": "round" }),
    dots: svg("path"),
    leader: svg("path", { fill: "none", "stroke-opacity": 0.7 }),
    end: svg("path"),
    name: svg("text", { "text-anchor": "start", dy: "0.32em" }),
  };
  return { ...part, group: svg("g", {}, ...Object.values(part)) };
}

/** What of a curve does not move; returns its elements. */
function dress(part, { colour, symbol, name, dashes, weight = 2, faint, dots, bare }) {
  change(part.group, { opacity: faint ?? null });
  change(part.band, { fill: colour });
  change(part.line, { stroke: colour, "stroke-width": weight, "stroke-dasharray": dashes });
  if (bare) change(part.line, { d: null });
  change(part.dots, { fill: colour });
  if (!dots) change(part.dots, { d: null });
  change(part.leader, { stroke: colour });
  change(part.end, { fill: colour, d: name ? MARKS[symbol] : null });
  write(part.name, name ?? "");
  return part;
}
