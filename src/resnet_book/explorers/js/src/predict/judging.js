// A guess beside the measurement, in words and in an address. No DOM here.
import { spread } from "../numbers.js";
import { Problem } from "../problem.js";

/** How far a guess is from the measurement, in words. */
export function judged(content, guess, words) {
  const { form, answer, because, unit } = content;
  if (form === "choice") return words.say(guess === answer ? "chosen" : "not_chosen", { answer, because });
  if (form === "curve") {
    const off = guess.map((value, i) => Math.abs(value - answer[i]));
    const worst = off.indexOf(Math.max(...off));
    const at = { xlabel: content.xlabel, x: String(content.x[worst]) };
    return words.say("curve_off", {
      ...at,
      guess: guess[worst],
      answer: answer[worst],
      mean: spread(off).mean,
    });
  }
  const [low, high] = [Math.min(...answer), Math.max(...answer)];
  const with_ = (value) => (unit ? words.say("with_unit", { value, unit }) : words.number(value));
  const seeds = { low, high: with_(high), seeds: String(answer.length) };
  const measured = low === high ? with_(low) : words.say("range", seeds);
  const step = content.step / 2;
  const said = { guess: with_(guess), measured };
  if (guess >= low - step && guess <= high + step) return words.say("right", said);
  const gap = guess < low ? low - guess : guess - high;
  const distance = unit === "%" ? words.say("points", { gap }) : with_(gap);
  return words.say(guess < low ? "above" : "below", { ...said, distance });
}

/** A guess as it stands in an address, and back; a problem for one that cannot be. */
export const toText = (guess) => (Array.isArray(guess) ? guess.join(",") : String(guess));

export function fromText(content, written) {
  const inside = (v) => Number.isFinite(v) && v >= content.low && v <= content.high;
  if (content.form === "choice" && content.options.includes(written)) return written;
  if (content.form === "number" && written && inside(Number(written))) return Number(written);
  if (content.form === "curve") {
    const values = written.split(",").map(Number);
    if (values.length === content.x.length && values.every(inside)) return values;
  }
  throw new Problem("no_such_guess", { guess: written });
}
