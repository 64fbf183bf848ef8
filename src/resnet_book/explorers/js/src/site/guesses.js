// A reader's guesses, kept in this browser for each page: {prediction: guess as text, or null: shown}.
// Where nothing can be kept, they last as long as the page. The key stands in first.js too.
import { fromText, toText } from "../predict/judging.js";

const key = () => `guesses ${location.pathname}`;

/** All that is kept for this page. */
export function kept() {
  try {
    return JSON.parse(localStorage.getItem(key())) ?? {};
  } catch {
    return {};
  }
}

/** Keep what a prediction's model says; forget it where it is not revealed. */
export function keep(name, { guess, revealed }) {
  const { [name]: _, ...others } = kept();
  const all = revealed ? { ...others, [name]: guess === null ? null : toText(guess) } : others;
  try {
    if (Object.keys(all).length) localStorage.setItem(key(), JSON.stringify(all));
    else localStorage.removeItem(key());
  } catch {
    // full, or switched off
  }
}

/** The values of a prediction's model as they were kept; none for a guess that it no longer takes. */
export function restored(name, content) {
  const all = kept();
  if (!Object.hasOwn(all, name)) return {};
  try {
    return { guess: all[name] === null ? null : fromText(content, all[name]), revealed: true };
  } catch {
    keep(name, { revealed: false });
    return {};
  }
}
