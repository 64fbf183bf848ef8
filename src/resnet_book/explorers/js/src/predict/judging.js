// A guess beside the measurement, in words and in an address. No DOM here.
import { spread } from "../numbers.js";
import { Problem } from "../problem.js";

/** Whether a guess is right, true or false; null where only the distance counts, or nobody guessed. */
export function right(content, guess) {
  if (guess === null || content.form === "curve") return null;
  if (content.form === "choice") return guess === content.answer;
  return distance(content, guess) === 0 || null;
}

/** How far a number is outside the range of the seeds, below (−) or above (+); within half a step, 0. */
function distance({ answer, step }, guess) {
  const [low, high] = [Math.min(...answer), Math.max(...answer)];
  if (guess >= low - step / 2 && guess <= high + step / 2) return 0;
  return guess < low ? guess - low : guess - high;
}

/** What was measured, and how far a guess is from it, in words; `guess` null: what was measured alone. */
export function judged(content, guess, words) {
  return { choice: ofChoice, curve: ofCurve, number: ofNumber }[content.form](content, guess, words);
}

function ofChoice({ answer, because }, guess, words) {
  if (guess === null) return words.say("shown_choice", { answer, because });
  return words.say(guess === answer ? "chosen" : "not_chosen", { answer, because });
}

function ofNumber(content, guess, words) {
  const { answer, unit } = content;
  const [low, high] = [Math.min(...answer), Math.max(...answer)];
  const with_ = (value) => (unit ? words.say("with_unit", { value, unit }) : words.number(value));
  const seeds = { low, high: with_(high), seeds: String(answer.length) };
  const measured = low === high ? with_(low) : words.say("range", seeds);
  if (guess === null) return words.say("shown", { measured });
  const said = { guess: with_(guess), measured };
  const off = distance(content, guess);
  if (off === 0) return words.say("right", said);
  const gap = Math.abs(off);
  const far = unit === "%" ? words.say("points", { gap }) : with_(gap);
  return words.say(off < 0 ? "above" : "below", { ...said, distance: far });
}

function ofCurve({ x, xname, answer, powers }, guess, words) {
  const value = (v) => words.number(powers ? Number((10 ** v).toPrecision(2)) : v, powers ? 2 : 3);
  const at = (i) => ({ xname, x: String(x[i]), answer: value(answer[i]) });
  if (guess === null) {
    const last = x.length - 1;
    return words.say("shown_curve", { ...at(0), end: String(x[last]), last: value(answer[last]) });
  }
  const off = guess.map((v, i) => Math.abs(v - answer[i]));
  const worst = off.indexOf(Math.max(...off));
  const { mean } = spread(off);
  const values = { ...at(worst), guess: value(guess[worst]), mean: value(mean) };
  return words.say(powers ? "curve_off_powers" : "curve_off", values);
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
