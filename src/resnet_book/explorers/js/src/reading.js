// Reading values off a chart: by hovering, by touch, and from the keyboard, where a slider without a face
// lies over the chart. It announces its position at once, and the values there after a pause.
import { h, move, write } from "./dom.js";

/** The pause before the values are announced, in ms. */
const REST = 500;

/** The index of the value next to `x` among rising values. */
export function nearest(values, x) {
  let best = 0;
  for (const [i, value] of values.entries()) if (Math.abs(value - x) < Math.abs(values[best] - x)) best = i;
  return best;
}

export class Reading {
  #host;
  #input;
  #heard = h("p", { class: "heard", "aria-live": "polite" });
  #onread;
  #timer = 0;
  #ending = new AbortController();
  #scene = { positions: [], place: (x) => x, say: String, tell: String, width: 1 };
  at = null; // the position that is read now

  /**
   * @param host - the element of the chart; it must be positioned.
   * @param name - of the slider, for a reader who hears it.
   * @param onread - called when another position is read, or none.
   */
  constructor(host, { name, onread }) {
    this.#host = host;
    this.#onread = onread;
    this.#input = h("input", { type: "range", class: "reader", min: 0, step: 1, "aria-label": name });
    host.append(this.#input, this.#heard);
    const on = (target, events, listen) => {
      for (const event of events) target.addEventListener(event, listen, { signal: this.#ending.signal });
    };
    on(this.#input, ["input", "focus"], () => this.#read(this.#scene.positions[this.#input.value]));
    on(this.#input, ["blur"], () => this.#read(null));
    on(host, ["pointermove", "pointerdown"], (event) => this.#point(event));
    on(host, ["mousedown"], (event) => event.preventDefault()); // else a tap takes the focus away again
    on(host, ["pointerleave"], ({ pointerType }) => {
      if (pointerType === "mouse" && document.activeElement !== this.#input) this.#read(null);
    });
  }

  /**
   * Follow another view.
   *
   * @param positions - that can be read, rising.
   * @param place - of a position, in pixels of a drawing that is `width` wide.
   * @param area - of the chart without its margins: {left, top, right, bottom}, in the same pixels.
   * @param say - what a position is called.
   * @param tell - a sentence on all that is read there.
   */
  update(scene) {
    this.#scene = scene;
    const { positions, area, width } = scene;
    const { left, top, right, bottom } = area;
    this.#input.style.left = `${(100 * left) / width}%`;
    this.#input.style.width = `${(100 * (right - left)) / width}%`;
    this.#input.style.top = `${top}px`;
    this.#input.style.height = `${bottom - top}px`;
    this.#input.hidden = positions.length < 2;
    const wanted = this.at ?? positions.at(-1);
    move(this.#input, Math.max(0, positions.length - 1), positions.length ? nearest(positions, wanted) : 0);
    if (this.at !== null) this.at = positions[this.#input.value] ?? null;
    this.#say();
  }

  #point({ type, pointerType, clientX }) {
    if (type === "pointerdown" && pointerType === "mouse") return;
    const { positions, place, width } = this.#scene;
    if (!positions.length) return;
    const box = this.#host.getBoundingClientRect();
    const x = ((clientX - box.left) * width) / box.width;
    const index = nearest(positions.map(place), x);
    if (type === "pointerdown") this.#input.focus({ preventScroll: true }); // a tap elsewhere ends it
    this.#input.value = index;
    this.#read(positions[index]);
  }

  #read(position) {
    const at = position ?? null;
    if (at === this.at) return;
    this.at = at;
    this.#onread();
    this.#say();
  }

  #say() {
    const { positions, say, tell } = this.#scene;
    if (positions.length) this.#input.setAttribute("aria-valuetext", say(positions[this.#input.value]));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      write(this.#heard, this.at === null ? "" : tell(this.at));
    }, REST);
  }

  end() {
    clearTimeout(this.#timer);
    this.#ending.abort();
  }
}
