// Veils over what answers a prediction. The page brings them (_sphinx/veils.py), and is veiled before the
// first paint (first.js); here they are lifted: by a guess or "show me", by a jump to what is under
// them, by the browser's search or the site's.
import { keep, kept, restored } from "./guesses.js";

/** Lift a prediction's veil, or let it down. */
export function lift(name, lifted = true) {
  for (const part of document.querySelectorAll(`[data-prediction="${name}"]`)) {
    part.classList.toggle("lifted", lifted);
    if (!part.matches(".veiled")) continue;
    if (lifted) part.removeAttribute("hidden");
    else part.setAttribute("hidden", "until-found");
  }
}

/** Lift all veils over an element. */
export function reach(element) {
  for (let over = element?.closest(".veiled"); over; over = over.parentElement.closest(".veiled"))
    lift(over.dataset.prediction);
}

/** The values that a prediction begins with. */
export function first(name, content) {
  const values = restored(name, content);
  if (!values.revealed && name in before) lift(name, false); // the question has changed since
  return values;
}

/** Let veil and browser follow a prediction's model. */
export function follow(name, model) {
  const values = () => ({ guess: model.get("guess") ?? null, revealed: Boolean(model.get("revealed")) });
  let last = JSON.stringify(values());
  const update = () => {
    const now = values();
    if (JSON.stringify(now) === last) return;
    const was = JSON.parse(last).revealed;
    last = JSON.stringify(now);
    if (now.revealed || was) keep(name, now);
    if (now.revealed !== was) lift(name, now.revealed);
  };
  for (const value of ["guess", "revealed"]) model.on(`change:${value}`, update);
}

/** What an address leads to: a place on the page, or a figure's view. */
function target(hash) {
  const id = decodeURIComponent(hash.slice(1));
  const [name, view] = id.split("?");
  return document.getElementById(view === undefined ? id : `explorer-${name}`);
}

const before = kept();

/** Take charge of the page's veils. */
export function start() {
  for (const { dataset } of document.querySelectorAll(".veiled"))
    lift(dataset.prediction, dataset.prediction in before);
  document.adoptedStyleSheets = []; // those of first.js
  const jump = () => reach(target(location.hash));
  jump();
  addEventListener("hashchange", jump);
  addEventListener(
    "click",
    (event) => reach(target(event.target.closest?.("a[href^='#']")?.hash ?? "")),
    true,
  );
  addEventListener("beforematch", (event) => reach(event.target), true);
  // The site's search marks its words a moment after its script has run.
  const marked = () => document.querySelectorAll(".veiled .highlighted").forEach(reach);
  addEventListener("load", () => setTimeout(marked, 100));
}
