// The three ways to give a guess: a slider, a list of answers, and a curve drawn by hand.
//
// Each form is a function of {content, words, labelledBy, guessed}: the question, the figure's words, the id
// of the question's element, and what to call with a guess. It returns {element, update(guess, revealed)}.
import { h, unique } from "../dom.js";

function number({ content: { low, high, step, unit }, words, labelledBy, guessed }) {
  const output = h("output", {}, words.say("move"));
  const input = h("input", {
    type: "range",
    min: low,
    max: high,
    step,
    "aria-labelledby": labelledBy,
    oninput: () => guessed(Number(input.value)),
  });
  input.value = (low + high) / 2;
  return {
    element: h("div", { class: "control" }, input, output),
    update(guess, revealed) {
      input.disabled = revealed;
      if (guess === null) return;
      input.value = guess;
      output.textContent = unit ? words.say("with_unit", { value: guess, unit }) : words.number(guess);
      input.setAttribute("aria-valuetext", output.textContent);
    },
  };
}

function choice({ content: { options }, labelledBy, guessed }) {
  const name = unique("choice");
  const radio = (option) =>
    h("input", { type: "radio", name, value: option, onchange: () => guessed(option) });
  const inputs = options.map(radio);
  const rows = inputs.map((input, i) => h("label", { class: "option" }, input, options[i]));
  return {
    element: h("fieldset", { "aria-labelledby": labelledBy }, rows),
    update(guess, revealed) {
      for (const input of inputs) {
        input.checked = input.value === guess;
        input.disabled = revealed;
      }
    },
  };
}

function curve({ content: { x, xlabel, ylabel, low, high }, words, labelledBy, guessed }) {
  const drawn = () => guessed(inputs.map((input) => Number(input.value)));
  const at = (place) =>
    h("input", {
      type: "range",
      min: low,
      max: high,
      step: (high - low) / 100,
      "aria-label": words.say("point", { ylabel, xlabel, x: String(place) }),
      oninput: drawn,
    });
  const inputs = x.map(at);
  for (const input of inputs) input.value = (low + high) / 2;
  const hand = h(
    "div",
    { class: "hand", role: "group", "aria-labelledby": labelledBy },
    inputs.map((input, i) => h("label", {}, input, String(x[i]))),
  );
  strokes(hand, inputs, { low, high, drawn });
  const limits = { ylabel, xlabel, low: String(low), high: String(high) };
  return {
    element: h("div", {}, h("p", { class: "provenance" }, words.say("draw", limits)), hand),
    update(guess, revealed) {
      for (const [i, input] of inputs.entries()) {
        input.disabled = revealed;
        if (guess) input.value = guess[i];
        input.setAttribute("aria-valuetext", words.number(Number(input.value)));
      }
    },
  };
}

/**
 * Draw across the sliders with one stroke of the mouse or finger.
 *
 * The stroke's own events are cancelled: a slider on which it begins would follow the pointer to the
 * end of the stroke, wherever that is. Where it begins gets the focus, for the keyboard.
 */
function strokes(hand, inputs, { low, high, drawn }) {
  const set = ({ clientX, clientY }) => {
    const input = inputs.find((each) => clientX <= each.parentElement.getBoundingClientRect().right);
    const { top, height } = (input ?? inputs.at(-1)).getBoundingClientRect();
    const share = 1 - (clientY - top) / height;
    (input ?? inputs.at(-1)).value = low + Math.min(1, Math.max(0, share)) * (high - low);
    drawn();
    return input ?? inputs.at(-1);
  };
  hand.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || inputs[0].disabled) return;
    hand.setPointerCapture(event.pointerId);
    set(event).focus();
  });
  // A slider follows the mouse by its mouse events, and a finger by its touches.
  for (const type of ["mousedown", "touchstart"])
    hand.addEventListener(type, (event) => event.preventDefault(), { passive: false });
  hand.addEventListener("click", (event) => event.preventDefault()); // of a label: it would focus
  hand.addEventListener("pointermove", (event) => {
    if (hand.hasPointerCapture(event.pointerId)) set(event);
  });
}

export const FORMS = { number, choice, curve };
