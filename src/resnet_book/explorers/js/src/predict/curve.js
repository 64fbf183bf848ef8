// A curve drawn by hand, on the axes that the measured one will have.
//
// The points of the guess are native sliders, each standing at its x with its thumb on the curve; so it is
// drawn with a finger, a mouse or the arrow keys. After the guess the measured curve joins it; where the
// chapter's own figure shows what was measured, the guess joins it there.
import { chart, GREY } from "../chart.js";
import { h } from "../dom.js";
import { decade } from "../numbers.js";
import { areaY, dot, line, text } from "../plot.js";
import { inFigure } from "./in-figure.js";

const HEIGHT = 280;
const THUMB = 24; // px, as in the style sheet
const MARGINS = { marginTop: 20, marginBottom: 44, marginLeft: 56, marginRight: 24 };

/** The form that asks for a curve; see kinds/predict.js. */
export function curve({ content, words, looks, labelledBy, guessed, page }) {
  const { x, xname, xlabel, ylabel, low, high } = content;
  const middle = (low + high) / 2;
  const written = (value) => words.number(content.powers ? 10 ** value : value);
  const drawn = () => guessed(inputs.map((input) => Number(input.value)));
  const inputs = x.map((place) =>
    h("input", {
      type: "range",
      min: low,
      max: high,
      step: (high - low) / 100,
      "aria-label": words.say("point", { ylabel, xname, x: String(place) }),
      oninput: drawn,
    }),
  );
  const hint = h("p", { class: "provenance" }, words.say("draw"));
  const hand = h("div", { class: "hand", role: "group", "aria-labelledby": labelledBy }, inputs);
  const axes = h("div", { class: "axes" });
  strokes(hand, inputs, { low, high, drawn });
  const own = page ? inFigure(content, words) : null;
  const board = h("div", { class: "drawn" }, axes, hand);
  const there = h("a", { href: `#${own?.id}` });
  const lead = h("p", { class: "provenance", hidden: true }, there);
  return {
    element: h("div", {}, hint, board, lead),
    update(guess, revealed, summary) {
      own?.draw(revealed ? guess : null);
      const moved = Boolean(own) && revealed;
      board.hidden = moved;
      lead.hidden = !moved;
      hint.hidden = revealed;
      board.closest(".prediction").classList.toggle("moved", moved);
      for (const input of inputs) input.disabled = revealed;
      if (moved) {
        there.textContent = words.say(guess ? "own_beside" : "answer_there", { figure: content.figure });
        return;
      }
      const picture = pictured(content, guess, revealed, {
        summary: summary || words.say("axes", { xlabel, ylabel }),
        words,
        looks,
        width: axes.clientWidth || 640,
      });
      axes.replaceChildren(picture);
      hand.hidden = revealed;
      hand.classList.toggle("unset", guess === null);
      for (const [i, input] of inputs.entries()) {
        input.value = guess ? guess[i] : middle;
        input.setAttribute("aria-valuetext", written(Number(input.value)));
        input.style.left = `${picture.scale("x").apply(x[i])}px`;
        input.style.top = `${MARGINS.marginTop - THUMB / 2}px`;
        input.style.height = `${HEIGHT - MARGINS.marginTop - MARGINS.marginBottom + THUMB}px`;
      }
    },
  };
}

/** The axes, what is given, the guess, and what was measured once it is revealed. */
function pictured(content, guess, revealed, { summary, words, looks, width }) {
  const { x, xlabel, ylabel, low, high, powers, log, given } = content;
  return chart(width, HEIGHT, summary, {
    ...MARGINS,
    x: {
      label: xlabel,
      type: log ? "log" : "linear",
      domain: [x[0], x.at(-1)],
      ticks: x,
      tickFormat: String,
      inset: THUMB / 2,
    },
    y: {
      label: ylabel,
      labelAnchor: "top",
      domain: [low, high],
      grid: true,
      ...(powers && { ticks: 8, tickFormat: decade }),
    },
    marks: [
      given.map(({ name, values }) => [
        line(pairs(x, values), { stroke: GREY, strokeWidth: 1.5 }),
        label([x[0], values[0]], name, "start", 4, 14),
      ]),
      revealed ? measured(content, guess, { words, looks }) : [],
      guess ? line(pairs(x, guess), { stroke: "currentColor", strokeWidth: 2, strokeDasharray: "6 3" }) : [],
      guess && revealed ? label([x.at(-1), guess.at(-1)], words.say("your_guess"), "end", 16) : [],
    ],
  });
}

function measured({ x, answer, seeds, also, of }, guess, { words, looks }) {
  const { colour, symbol } = looks[of];
  const between = guess ? x.map((place, i) => ({ x: place, a: guess[i], b: answer[i] })) : [];
  return [
    areaY(between, { x: "x", y1: "a", y2: "b", fill: GREY, fillOpacity: 0.15 }),
    seeds.map((values) => line(pairs(x, values), { stroke: colour, strokeWidth: 1, strokeOpacity: 0.6 })),
    line(pairs(x, answer), { stroke: colour, strokeWidth: 2.5 }),
    dot(pairs(x, answer), { fill: colour, symbol, r: 4 }),
    label([x[0], answer[0]], words.say("measured"), "start", 18),
    also.map(({ name, values }) => [
      line(pairs(x, values), { stroke: "currentColor", strokeWidth: 2, strokeDasharray: "1 3" }),
      label([x.at(-1), values.at(-1)], name, "end", -14),
    ]),
  ];
}

const pairs = (x, values) => values.map((y, i) => [x[i], y]);

/** A name beside a point of a line. */
function label([x, y], name, textAnchor, dy, dx = 0) {
  const halo = { stroke: "var(--paper)", strokeWidth: 4 };
  return text([[x, y]], { text: [name], fill: "currentColor", ...halo, textAnchor, dx, dy });
}

/**
 * Draw across the sliders with one stroke of the mouse or finger.
 *
 * The stroke's own events are cancelled: a slider on which it begins would follow the pointer to the
 * end of the stroke, wherever that is. Where it begins gets the focus, for the keyboard.
 */
function strokes(hand, inputs, { low, high, drawn }) {
  const away = (input, clientX) => {
    const { left, width } = input.getBoundingClientRect();
    return Math.abs(clientX - left - width / 2);
  };
  const set = ({ clientX, clientY }) => {
    const input = inputs.reduce((best, each) => (away(each, clientX) < away(best, clientX) ? each : best));
    const { top, height } = input.getBoundingClientRect();
    const share = 1 - (clientY - top - THUMB / 2) / (height - THUMB);
    input.value = low + Math.min(1, Math.max(0, share)) * (high - low);
    drawn();
    return input;
  };
  hand.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || inputs[0].disabled) return;
    hand.setPointerCapture(event.pointerId);
    set(event).focus();
  });
  // A slider follows the mouse by its mouse events, and a finger by its touches.
  for (const type of ["mousedown", "touchstart"])
    hand.addEventListener(type, (event) => event.preventDefault(), { passive: false });
  hand.addEventListener("pointermove", (event) => {
    if (hand.hasPointerCapture(event.pointerId)) set(event);
  });
}
