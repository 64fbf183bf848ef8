// Predict, then reveal: the reader commits to a guess, and then sees what was measured beside it.
import { areaY, dot, line, ruleX, text, tickX } from "@observablehq/plot";
import { format, parse } from "./address.js";
import { chart, GREY, number, RESIDUAL, spread } from "./chart.js";
import { Problem } from "./controls.js";
import { button, h, unique } from "./dom.js";

/** How far a guess is from the measurement, in words. */
export function judged(content, guess) {
  const { form, answer, unit } = content;
  if (form === "choice")
    return guess === answer ? `You chose what was measured. ${content.because}` : `Measured: ${answer}. ${content.because}`;
  if (form === "curve") {
    const off = guess.map((value, i) => Math.abs(value - answer[i]));
    const worst = off.indexOf(Math.max(...off));
    return `At ${content.xlabel} ${content.x[worst]} you drew ${number(guess[worst])}; measured: ${number(answer[worst])}. On average your curve is off by ${number(spread(off).mean)}.`;
  }
  const [low, high] = [Math.min(...answer), Math.max(...answer)];
  const with_ = (value) => `${number(value)}${unit ? ` ${unit}` : ""}`;
  const measured = low === high ? with_(low) : `${number(low)} to ${with_(high)} (${answer.length} seeds)`;
  const step = content.step / 2;
  if (guess >= low - step && guess <= high + step) return `You said ${with_(guess)}. Measured: ${measured}. You are right.`;
  const gap = guess < low ? low - guess : guess - high;
  const distance = unit === "%" ? `${number(gap)} points` : with_(gap);
  return `You said ${with_(guess)}. Measured: ${measured}, ${distance} ${guess < low ? "above" : "below"} your guess.`;
}

/** A guess as it stands in an address, and back; a sentence for one that cannot be. */
export const toText = (guess) => (Array.isArray(guess) ? guess.join(",") : String(guess));

export function fromText(content, written) {
  const inside = (v) => Number.isFinite(v) && v >= content.low && v <= content.high;
  if (content.form === "choice" && content.options.includes(written)) return written;
  if (content.form === "number" && inside(Number(written))) return Number(written);
  if (content.form === "curve") {
    const values = written.split(",").map(Number);
    if (values.length === content.x.length && values.every(inside)) return values;
  }
  throw new Problem(`The address holds a guess that this question does not take: ${written}.`);
}

const FORMS = { number: numberForm, choice: choiceForm, curve: curveForm };

export function predict({ model, el, page }) {
  const content = model.get("state")?.content;
  const fallback = el.querySelector(".fallback");
  if (!FORMS[content?.form]) throw new Error("no such question");
  const question = h("p", { class: "question", id: unique("question") }, content.question);
  const status = h("p", { class: "told", "aria-live": "polite" });
  const board = h("div", { class: "board" });
  const form = FORMS[content.form](content, question.id, (guess) => {
    model.set("guess", guess);
    model.save_changes();
    update();
  });
  const commit = button("This is my guess", () => reveal(true));
  const again = button("Guess again", () => reveal(false));

  function reveal(revealed) {
    if (model.get("guess") === null || model.get("guess") === undefined) {
      status.textContent = "Set your guess first.";
      return;
    }
    model.set("revealed", revealed);
    model.save_changes();
    if (page)
      history.replaceState(null, "", revealed ? format(model.get("name"), { guess: toText(model.get("guess")) }) : location.pathname + location.search);
    update();
    (revealed ? again : commit).focus();
  }

  function update() {
    const guess = model.get("guess") ?? null;
    const revealed = Boolean(model.get("revealed")) && guess !== null;
    form.update(guess, revealed);
    commit.hidden = revealed;
    again.hidden = !revealed;
    board.replaceChildren(...(revealed ? drawings(content, guess, el.clientWidth - 34) : []));
    status.textContent = revealed ? judged(content, guess) : "";
  }

  function restore() {
    const asked = parse(location.hash);
    if (asked?.name !== model.get("name")) return;
    try {
      model.set("guess", fromText(content, asked.values.guess ?? ""));
      model.set("revealed", true);
      update();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      status.textContent = error.message;
    }
  }

  el.replaceChildren(question, form.element, commit, again, board, status);
  fallback?.remove();
  model.on("change:guess", update);
  model.on("change:revealed", update);
  if (page) addEventListener("hashchange", restore);
  update();
  if (page) restore();
  return () => {
    removeEventListener("hashchange", restore);
    model.off("change:guess", update);
    model.off("change:revealed", update);
  };
}

function numberForm({ low, high, step, unit }, question, onguess) {
  const output = h("output", {}, "move the slider");
  const input = h("input", { type: "range", min: low, max: high, step, "aria-labelledby": question, oninput: () => onguess(Number(input.value)) });
  input.value = (low + high) / 2;
  return {
    element: h("div", { class: "control" }, input, output),
    update(guess, revealed) {
      input.disabled = revealed;
      if (guess === null) return;
      input.value = guess;
      output.textContent = `${number(guess)}${unit ? ` ${unit}` : ""}`;
      input.setAttribute("aria-valuetext", output.textContent);
    },
  };
}

function choiceForm({ options }, question, onguess) {
  const name = unique("choice");
  const inputs = options.map((option) => h("input", { type: "radio", name, value: option, onchange: () => onguess(option) }));
  const rows = inputs.map((input, i) => h("label", { class: "option" }, input, options[i]));
  return {
    element: h("fieldset", { "aria-labelledby": question }, rows),
    update(guess, revealed) {
      for (const input of inputs) {
        input.checked = input.value === guess;
        input.disabled = revealed;
      }
    },
  };
}

function curveForm({ x, xlabel, ylabel, low, high }, question, onguess) {
  const step = (high - low) / 100;
  const middle = (low + high) / 2;
  const guessed = () => inputs.map((input) => Number(input.value));
  const inputs = x.map((place) =>
    h("input", { type: "range", min: low, max: high, step, "aria-label": `${ylabel} at ${xlabel} ${place}`, oninput: () => onguess(guessed()) }));
  for (const input of inputs) input.value = middle;
  const hand = h("div", { class: "hand", role: "group", "aria-labelledby": question }, inputs.map((input, i) => h("label", {}, input, String(x[i]))));
  // Draw across the sliders with one stroke of the mouse or finger.
  hand.addEventListener("pointermove", (event) => {
    if (!event.buttons || inputs[0].disabled) return;
    const box = hand.getBoundingClientRect();
    const i = Math.floor(((event.clientX - box.left) / box.width) * inputs.length);
    const { top, height } = inputs[0].getBoundingClientRect();
    const share = 1 - (event.clientY - top) / height;
    if (!inputs[i]) return;
    inputs[i].value = low + Math.min(1, Math.max(0, share)) * (high - low);
    onguess(guessed());
  });
  return {
    element: h("div", {}, h("p", { class: "provenance" }, `Draw ${ylabel}, from ${low} (bottom) to ${high} (top), over ${xlabel}:`), hand),
    update(guess, revealed) {
      for (const [i, input] of inputs.entries()) {
        input.disabled = revealed;
        if (guess) input.value = guess[i];
        input.setAttribute("aria-valuetext", number(Number(input.value)));
      }
    },
  };
}

function drawings(content, guess, width) {
  if (content.form === "choice") return [];
  if (content.form === "curve") {
    const pairs = (values) => values.map((y, i) => [content.x[i], y]);
    const named = (values, name) => text([pairs(values).at(-1)], { text: [name], fill: "currentColor", textAnchor: "end", dy: -10 });
    return [
      chart(width, 240, judged(content, guess), {
        x: { label: content.xlabel },
        y: { label: content.ylabel, domain: [content.low, content.high], grid: true },
        marks: [
          areaY(content.x.map((x, i) => ({ x, a: guess[i], b: content.answer[i] })), { x: "x", y1: "a", y2: "b", fill: GREY, fillOpacity: 0.15 }),
          line(pairs(guess), { stroke: GREY, strokeWidth: 2, strokeDasharray: "6 3" }),
          line(pairs(content.answer), { stroke: RESIDUAL, strokeWidth: 2 }),
          dot(pairs(content.answer), { fill: RESIDUAL, r: 4 }),
          named(guess, "your guess"),
          named(content.answer, "measured"),
        ],
      }),
    ];
  }
  const label = (x, name, dy) => text([x], { x: (d) => d, text: [name], frameAnchor: "top", dy, fill: "currentColor" });
  return [
    chart(width, 108, judged(content, guess), {
      marginLeft: 24,
      marginTop: 36,
      x: { domain: [content.low, content.high], label: content.unit || null },
      marks: [
        ruleX([guess], { stroke: GREY, strokeWidth: 3 }),
        tickX(content.answer, { x: (d) => d, stroke: RESIDUAL, strokeWidth: 3 }),
        label(guess, "your guess", -8),
        label(spread(content.answer).mean, "measured", -21),
      ],
    }),
  ];
}
