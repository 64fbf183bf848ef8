// A number guessed on a slider, and then beside each seed's on one axis.
import { chart, GREY } from "../chart.js";
import { h } from "../dom.js";
import { spread } from "../numbers.js";
import { dot, ruleX, ruleY, text } from "../plot.js";

/** The form that asks for a number; see kinds/predict.js. */
export function number({ content, words, looks, labelledBy, guessed }) {
  const { low, high, step, unit } = content;
  const written = (value) => (unit ? words.say("with_unit", { value, unit }) : words.number(value));
  const output = h("output", {}, words.say("not_set"));
  const input = h("input", {
    type: "range",
    min: low,
    max: high,
    step,
    "aria-labelledby": labelledBy,
    oninput: () => guessed(Number(input.value)),
  });
  const ends = h(
    "div",
    { class: "ends", "aria-hidden": "true" },
    h("span", {}, written(low)),
    h("span", {}, written(high)),
  );
  const slider = h("div", { class: "slide" }, h("div", {}, input, ends), output);
  const board = h("div", { class: "board" });
  return {
    element: h("div", {}, slider, board),
    update(guess, revealed, summary) {
      slider.hidden = revealed;
      input.disabled = revealed;
      input.classList.toggle("unset", guess === null);
      input.value = guess ?? (low + high) / 2;
      output.textContent = guess === null ? words.say("not_set") : written(guess);
      input.setAttribute("aria-valuetext", output.textContent);
      if (!revealed) return board.replaceChildren();
      const width = board.clientWidth || 640;
      board.replaceChildren(beside(content, guess, { summary, words, looks, width }));
    },
  };
}

/** The guess and each seed's measurement, on one axis. */
function beside({ low, high, unit, answer, of }, guess, { summary, words, looks, width }) {
  const { colour, symbol } = looks[of];
  const { mean } = spread(answer);
  const share = (x) => (x - low) / (high - low);
  const anchor = (x) => (share(x) < 0.15 ? "start" : share(x) > 0.85 ? "end" : "middle");
  const label = (x, key, frameAnchor, dy) =>
    text([x], {
      x: (d) => d,
      text: [words.say(key)],
      frameAnchor,
      dy,
      textAnchor: anchor(x),
      fill: "currentColor",
    });
  const guesses = guess === null ? [] : [guess];
  return chart(width, 116, summary, {
    marginLeft: 24,
    marginTop: 24,
    x: { domain: [Math.min(low, ...answer), Math.max(high, ...answer)], label: unit || null },
    y: { axis: null, domain: [0, 1] },
    marks: [
      ruleY([0.5], { stroke: GREY, strokeOpacity: 0.5 }),
      ruleX(guesses, { stroke: "currentColor", strokeWidth: 2, strokeDasharray: "4 3" }),
      dot(answer, { x: (d) => d, y: () => 0.5, fill: colour, symbol, r: 6, fillOpacity: 0.85 }),
      guesses.map((x) => label(x, "your_guess", "top", -12)),
      label(mean, "measured", "bottom", -4),
    ],
  });
}
