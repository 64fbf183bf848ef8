// An explorer: controls, a drawing that follows them, a pinned view, and a link to the view.
import { flatten } from "./address.js";
import { after, everyOption, fromTexts, indexOf, labelsOf, optionsOf, several } from "./controls.js";
import { button, choice, choices, h, select, slider, table, tick, toggle, write } from "./dom.js";
import { Problem } from "./problem.js";

const MAKERS = { range: slider, select, choice, tick, toggle };

/** The kind of figure that shows `drawing`. */
export const explorer = (drawing) => (figure) => new Explorer(figure, drawing);

/** The native input, or inputs, of a control. */
function input(control, onmove) {
  if (several(control)) return choices(control.label, everyOption(control), onmove);
  return MAKERS[control.kind](control.label, onmove);
}

class Explorer {
  #figure;
  #drawing;
  #view = null; // the mounted drawing
  #problem = null; // with the address; moving a control clears it
  #first;
  #firstPin;

  constructor(figure, drawing) {
    const { model, words, state } = figure;
    this.#figure = figure;
    this.#drawing = drawing;
    this.controls = Array.isArray(state.controls) ? state.controls : [];
    this.watched = [...this.controls.map((c) => c.name), "pinned"];
    this.#first = this.#values();
    this.#firstPin = model.get("pinned") ?? {};
    this.inputs = this.controls.map((control) =>
      input(control, (value) => this.#choose(after(this.controls, this.#values(), control.name, value))),
    );
    this.pin = button(words.say("pin"), () => this.#setPinned(this.#pinned() ? {} : this.#values()));
    this.reset = button(words.say("reset"), () => this.#choose(this.#first));
    this.elements = this.#elements();
  }

  #elements() {
    const { el, page, words, state, board, status } = this.#figure;
    const numbers = state.table
      ? table(state.table)
      : el.querySelector(".fallback .scrolls")?.cloneNode(true);
    this.still = el.querySelector(".fallback img")?.cloneNode();
    this.numbers = numbers && h("details", {}, h("summary", {}, words.say("numbers")), numbers);
    if (numbers) this.#figure.reach(this.numbers, "all_numbers");
    this.notes = h("div", { class: "notes" });
    const caption = state.caption ? h("figcaption", {}, state.caption) : el.querySelector("figcaption");
    const inputs = (pressed) =>
      this.inputs.filter((_, i) => (this.controls[i].kind === "toggle") === pressed).map((i) => i.element);
    const toggles = inputs(true);
    const link = page && button(words.say("link"), () => this.#copy());
    this.chosen = h("div", { class: "controls" }, inputs(false));
    return [
      this.chosen,
      toggles.length && h("div", { class: "toggles" }, toggles), // a row above what they change
      board,
      status,
      h("div", { class: "buttons" }, this.pin, link),
      caption,
      this.notes,
      this.numbers,
    ];
  }

  #values() {
    return Object.fromEntries(this.controls.map((c) => [c.name, this.#figure.model.get(c.name)]));
  }

  #pinned() {
    const pin = this.#figure.model.get("pinned");
    return pin && Object.keys(pin).length ? pin : null;
  }

  #choose(values) {
    this.#problem = null;
    this.#figure.set(values);
    this.#figure.remember(flatten(this.#values(), this.#pinned()));
  }

  #setPinned(pinned) {
    this.#figure.set({ pinned });
    this.#figure.remember(flatten(this.#values(), this.#pinned()));
  }

  async #copy() {
    const { status, words } = this.#figure;
    const values = flatten(this.#values(), this.#pinned());
    this.#figure.remember(values);
    try {
      await navigator.clipboard.writeText(new URL(this.#figure.address(values), location.href).href);
      status.textContent = words.say("copied");
    } catch {
      status.textContent = words.say("copy_by_hand");
    }
  }

  restore(asked) {
    try {
      const entries = Object.entries(asked);
      const texts = Object.fromEntries(entries.filter(([key]) => !key.startsWith("pin.")));
      const pins = entries.filter(([key]) => key.startsWith("pin."));
      const values = fromTexts(this.controls, texts, this.#first);
      const pinTexts = Object.fromEntries(pins.map(([key, text]) => [key.slice(4), text]));
      const pinned = pins.length ? fromTexts(this.controls, pinTexts, this.#first) : this.#firstPin;
      this.#figure.set({ ...values, pinned });
      this.#problem = null;
    } catch (error) {
      this.#problem = error;
      this.#figure.schedule();
    }
  }

  update() {
    const values = this.#values();
    const { words, status } = this.#figure;
    try {
      for (const [i, control] of this.controls.entries())
        this.inputs[i].update(
          optionsOf(control, values),
          several(control) ? values[control.name] : indexOf(control, values),
        );
      write(this.pin, words.say(this.#pinned() ? "unpin" : "pin"));
      if (this.#problem) throw this.#problem;
      write(status, this.#draw(values)); // what stays is not read out again
    } catch (error) {
      this.unmount();
      this.#fail(error);
    }
  }

  #draw(values) {
    const { board, words, state } = this.#figure;
    const pinned = this.#pinned();
    const { content, looks } = state;
    if (!this.#view) {
      board.replaceChildren(); // what was said in place of a drawing
      const choose = (changes, address = true) => {
        const next = { ...this.#values(), ...changes };
        if (address) this.#choose(next);
        else this.#figure.set(next);
      };
      const { chosen: controls, notes } = this;
      this.#view = this.#drawing.mount(board, { content, looks, words, controls, notes, choose });
    }
    const summary = this.#view.update({
      values,
      labels: labelsOf(this.controls, values),
      pinned,
      pinnedLabels: pinned && labelsOf(this.controls, pinned),
      width: this.#figure.width || 640,
    });
    this.#figure.reach(board, "table");
    return summary;
  }

  /** One sentence in place of the drawing; where the data is broken, the picture and the table too. */
  #fail(error) {
    const { board, status, words } = this.#figure;
    const known = error instanceof Problem;
    const sentence = known ? this.#figure.sentence(error) : words.say("broken");
    board.replaceChildren(h("p", { class: "problem" }, sentence), this.reset);
    status.textContent = "";
    if (known) return;
    console.warn(error);
    if (this.still) board.append(this.still);
    if (this.numbers) this.numbers.open = true;
  }

  unmount() {
    this.#view?.unmount();
    this.#view = null;
  }
}
