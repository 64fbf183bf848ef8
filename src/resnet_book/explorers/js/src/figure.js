// What every figure that a reader moves has: its state and words, a board, a sentence on what is seen,
// its place in the address, and an end.
import { format, parse, writer } from "./address.js";
import { h } from "./dom.js";
import css from "./explorers.css";
import { Problem } from "./problem.js";
import { headings, reachable } from "./scrolling.js";
import { Words } from "./words.js";

/**
 * Make `el` a figure that follows `model`; returns a function that takes it down.
 *
 * `kind` makes what is particular: it gets a Figure, and returns {elements, watched, update, restore,
 * unmount}: the figure's elements in order; names of the model's values that it follows; `update`, which
 * shows them; `restore`, which takes over the values of an address; `unmount`, which ends it.
 * `page`: the website, where the view is kept in the address; not in a live kernel.
 */
export function mountFigure({ model, el, kind, page = false }) {
  const figure = new Figure(model, el, page);
  const part = kind(figure);
  addStyle(el.ownerDocument);
  el.classList.add("explorer", "mounted");
  el.dataset.kind = model.get("kind"); // for the style sheet
  el.classList.toggle("compact", Boolean(model.get("state")?.compact));
  const before = [...el.childNodes];
  el.replaceChildren(...part.elements.filter(Boolean));
  try {
    figure.start(part);
  } catch (error) {
    el.replaceChildren(...before); // its picture and its table
    throw error;
  }
  return () => figure.end();
}

function addStyle(document) {
  if (document.querySelector("style[data-explorers]")) return;
  document.head.append(h("style", { "data-explorers": "" }, css));
}

// The page's one address.
const bar = writer((address) => history.replaceState(null, "", address));

class Figure {
  #part = null;
  #frame = 0;
  #ending = new AbortController();
  #resize = new ResizeObserver(() => {
    this.width = this.board.clientWidth;
    this.schedule();
  });
  #onchange = () => this.schedule();
  /** Of the board, in pixels; 0 while it is hidden. */
  width = 0;

  constructor(model, el, page) {
    Object.assign(this, { model, el, page, state: model.get("state"), name: model.get("name") });
    this.words = new Words(this.state?.words);
    this.board = h("div", { class: "board" });
    this.status = h("p", { class: "told", "aria-live": "polite" });
  }

  start(part) {
    this.#part = part;
    for (const name of part.watched) this.model.on(`change:${name}`, this.#onchange);
    // Else JupyterLab takes the arrow keys from a slider; it asks the element that has the focus.
    const keep = ({ target }) => (target.dataset.lmSuppressShortcuts = "true");
    this.el.addEventListener("focusin", keep, { signal: this.#ending.signal });
    this.width = this.board.clientWidth; // a frame that asked for it would make the page lay itself out
    this.#resize.observe(this.board);
    part.update();
    if (!this.page) return;
    addEventListener("hashchange", () => this.#restore(), { signal: this.#ending.signal });
    addEventListener("pagehide", bar.flush, { signal: this.#ending.signal });
    this.#restore();
  }

  end() {
    cancelAnimationFrame(this.#frame);
    this.#resize.disconnect();
    this.#ending.abort();
    for (const name of this.#part.watched) this.model.off(`change:${name}`, this.#onchange);
    this.#part.unmount();
  }

  /** Show the model's values with the next frame. */
  schedule() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#part.update();
    });
  }

  /** Set values of the model, in the kernel too where there is one. */
  set(values) {
    for (const [name, value] of Object.entries(values))
      if (value !== this.model.get(name)) this.model.set(name, value);
    this.model.save_changes();
    this.schedule();
  }

  /** The address of a view of this figure. */
  address(values) {
    return format(this.name, values);
  }

  /** Put a view into the page's address; none where `values` is null. */
  remember(values) {
    if (!this.page) return;
    bar.remember(values ? this.address(values) : location.pathname + location.search);
  }

  /** The words for a problem; another error is thrown on. */
  sentence(error) {
    if (!(error instanceof Problem)) throw error;
    return this.words.say(error.key, error.values);
  }

  /** Let a keyboard reach the tables of a part where they scroll. */
  reach(part, key) {
    for (const box of part.querySelectorAll(".scrolls"))
      reachable(box, this.words.say(key, { name: this.name, headings: headings(box) }));
  }

  #restore() {
    const asked = parse(location.hash);
    if (asked?.name === this.name) this.#part.restore(asked.values);
  }
}
