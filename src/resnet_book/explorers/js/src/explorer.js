// The frame of every explorer: its controls, its chart, pinning, the address, and what goes wrong.
import { flatten, format, parse } from "./address.js";
import { after, fromTexts, indexOf, optionsOf, Problem } from "./controls.js";
import { cost } from "./cost.js";
import { degradation } from "./degradation.js";
import { button, h, select, slider, table } from "./dom.js";
import css from "./explorers.css";
import { identity } from "./identity.js";
import { predict } from "./predict.js";
import { headings, reachable } from "./scrolling.js";
import { signal } from "./signal.js";

// Each maps what is chosen to {drawn: elements, told: a sentence on what is seen}.
const DRAWINGS = { cost, degradation, identity, signal };

/**
 * Make `el` an explorer that follows `model`; returns a function that takes it down.
 * `page`: the website, where the view is kept in the address; not in a live kernel.
 */
export function mount({ model, el, page = false }) {
  style(el.ownerDocument);
  el.classList.add("explorer", "mounted");
  // Else JupyterLab takes the arrow keys from a slider; it asks the element that has the focus.
  el.addEventListener("focusin", ({ target }) => (target.dataset.lmSuppressShortcuts = "true"));
  const kind = model.get("kind");
  if (kind === "predict") return predict({ model, el, page });
  return explorer({ model, el, page, draw: DRAWINGS[kind] });
}

function style(document) {
  if (document.querySelector("style[data-explorers]")) return;
  document.head.append(h("style", { "data-explorers": "" }, css));
}

function explorer({ model, el, page, draw }) {
  const state = model.get("state");
  const controls = Array.isArray(state?.controls) ? state.controls : [];
  const values = () => Object.fromEntries(controls.map((c) => [c.name, model.get(c.name)]));
  const pinned = () => {
    const pin = model.get("pinned");
    return pin && Object.keys(pin).length ? pin : null;
  };
  let problem = null; // with the address; moving a control clears it
  let frame = 0;

  const inputs = controls.map((control) => {
    const make = control.kind === "range" ? slider : select;
    return make(control.label, (value) => choose(after(controls, values(), control.name, value)));
  });
  const board = h("div", { class: "board" });
  const status = h("p", { class: "told", "aria-live": "polite" });
  const pin = button("Pin this view for comparison", () => setPinned(pinned() ? {} : values()));
  const link = button("Copy link to this view", copy);
  const reset = button("Show the first view", () => choose(first));
  const first = values();
  const firstPin = model.get("pinned") ?? {};

  function choose(next) {
    problem = null;
    for (const [name, value] of Object.entries(next))
      if (value !== model.get(name)) model.set(name, value);
    model.save_changes();
    remember();
    schedule();
  }

  function setPinned(next) {
    model.set("pinned", next);
    model.save_changes();
    remember();
    schedule();
  }

  function remember() {
    if (page) history.replaceState(null, "", address());
  }

  const address = () => format(model.get("name"), flatten(values(), pinned()));

  async function copy() {
    const url = new URL(address(), location.href).href;
    history.replaceState(null, "", url);
    try {
      await navigator.clipboard.writeText(url);
      status.textContent = "The link is copied.";
    } catch {
      status.textContent = "Copy the address of this page: it leads to this view.";
    }
  }

  function restore() {
    const asked = parse(location.hash);
    if (asked?.name !== model.get("name")) return;
    try {
      const entries = Object.entries(asked.values);
      const texts = Object.fromEntries(entries.filter(([key]) => !key.startsWith("pin.")));
      const pins = entries.filter(([key]) => key.startsWith("pin."));
      const next = fromTexts(controls, texts, first);
      const pinTexts = Object.fromEntries(pins.map(([key, text]) => [key.slice(4), text]));
      const nextPin = pins.length ? fromTexts(controls, pinTexts, first) : firstPin;
      for (const [name, value] of Object.entries(next)) model.set(name, value);
      model.set("pinned", nextPin);
      problem = null;
    } catch (error) {
      problem = error;
    }
    schedule();
  }

  function schedule() {
    if (!frame) frame = requestAnimationFrame(show);
  }

  function show() {
    frame = 0;
    const now = values();
    try {
      for (const [i, control] of controls.entries())
        inputs[i].update(optionsOf(control, now), indexOf(control, now));
      pin.textContent = pinned() ? "Remove the pinned view" : "Pin this view for comparison";
      if (problem) throw problem;
      const width = board.clientWidth || 640;
      const { drawn, told } = draw({ content: state.content, values: now, pinned: pinned(), width });
      board.replaceChildren(...drawn);
      reach(board, "Table");
      status.textContent = told;
    } catch (error) {
      if (!(error instanceof Problem)) console.warn(error);
      const sentence =
        error instanceof Problem
          ? error.message
          : "This view cannot be drawn: the data of this figure is not as expected.";
      board.replaceChildren(h("p", { class: "problem" }, sentence), reset);
      status.textContent = "";
    }
  }

  function reach(part, what) {
    for (const box of part.querySelectorAll(".scrolls"))
      reachable(box, `${what} of the figure “${model.get("name")}”: ${headings(box)}`);
  }

  const numbers = state?.table ? table(state.table) : el.querySelector(".fallback");
  const caption = state?.caption
    ? h("figcaption", {}, state.caption)
    : el.querySelector("figcaption");
  const parts = [
    h("div", { class: "controls" }, inputs.map((input) => input.element)),
    board,
    status,
    h("div", { class: "buttons" }, pin, page && link),
    caption,
    numbers && h("details", {}, h("summary", {}, "The numbers as a table"), numbers),
  ];
  el.replaceChildren(...parts.filter(Boolean));
  reach(el, "All numbers");

  const watched = [...controls.map((c) => `change:${c.name}`), "change:pinned"];
  for (const event of watched) model.on(event, schedule);
  const resize = new ResizeObserver(() => schedule());
  resize.observe(board);
  if (page) addEventListener("hashchange", restore);
  show();
  if (page) restore();
  return () => {
    cancelAnimationFrame(frame);
    resize.disconnect();
    removeEventListener("hashchange", restore);
    for (const event of watched) model.off(event, schedule);
  };
}
