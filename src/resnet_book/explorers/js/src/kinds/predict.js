// Predict, then reveal: the reader commits to a guess, and then sees what was measured beside it.
import { chart, GREY } from "../chart.js";
import { button, h, unique } from "../dom.js";
import { spread } from "../numbers.js";
import { areaY, dot, line, ruleX, text, tickX } from "../plot.js";
import { FORMS } from "../predict/guesses.js";
import { fromText, judged, toText } from "../predict/judging.js";

/** The kind of figure that asks for a guess. */
export default (figure) => new Prediction(figure);

class Prediction {
  watched = ["guess", "revealed"];
  #figure;
  #form;

  constructor(figure) {
    const { model, words, state } = figure;
    const content = state.content;
    if (!FORMS[content?.form]) throw new Error("no such question");
    this.#figure = figure;
    this.question = h("p", { class: "question", id: unique("question") }, content.question);
    const guessed = (guess) => figure.set({ guess });
    this.#form = FORMS[content.form]({ content, words, labelledBy: this.question.id, guessed });
    this.commit = button(words.say("commit"), () => this.#reveal(true));
    this.again = button(words.say("again"), () => this.#reveal(false));
    const { board, status } = figure;
    this.elements = [this.question, this.#form.element, this.commit, this.again, board, status];
    this.guess = () => model.get("guess") ?? null;
    this.revealed = () => Boolean(model.get("revealed")) && this.guess() !== null;
  }

  #reveal(revealed) {
    if (this.guess() === null) {
      this.#figure.status.textContent = this.#figure.words.say("no_guess");
      return;
    }
    this.#figure.set({ revealed });
    this.#figure.remember(revealed ? { guess: toText(this.guess()) } : null);
    this.update();
    (revealed ? this.again : this.commit).focus();
  }

  update() {
    const { board, status, state, words } = this.#figure;
    const [guess, revealed] = [this.guess(), this.revealed()];
    this.#form.update(guess, revealed);
    this.commit.hidden = revealed;
    this.again.hidden = !revealed;
    const told = revealed ? judged(state.content, guess, words) : "";
    board.replaceChildren(...(revealed ? this.#drawings(guess, told) : []));
    status.textContent = told;
  }

  #drawings(guess, told) {
    const { state, words, board } = this.#figure;
    const draw = { number: beside, curve: overlaid, choice: () => [] }[state.content.form];
    return draw(state.content, guess, { told, words, looks: state.looks, width: board.clientWidth || 640 });
  }

  restore({ guess = "" }) {
    try {
      this.#figure.set({ guess: fromText(this.#figure.state.content, guess), revealed: true });
    } catch (error) {
      this.#figure.status.textContent = this.#figure.sentence(error);
    }
  }

  unmount() {}
}

/** A guessed curve and the measured one. */
function overlaid({ x, xlabel, ylabel, answer, low, high }, guess, { told, words, looks, width }) {
  const pairs = (values) => values.map((y, i) => [x[i], y]);
  const named = (values, key) =>
    text([pairs(values).at(-1)], {
      text: [words.say(key)],
      fill: "currentColor",
      textAnchor: "end",
      dy: -10,
    });
  const between = x.map((place, i) => ({ x: place, a: guess[i], b: answer[i] }));
  const { colour, symbol } = looks.residual;
  return [
    chart(width, 240, told, {
      x: { label: xlabel },
      y: { label: ylabel, domain: [low, high], grid: true },
      marks: [
        areaY(between, { x: "x", y1: "a", y2: "b", fill: GREY, fillOpacity: 0.15 }),
        line(pairs(guess), { stroke: GREY, strokeWidth: 2, strokeDasharray: "6 3" }),
        line(pairs(answer), { stroke: colour, strokeWidth: 2 }),
        dot(pairs(answer), { fill: colour, symbol, r: 4 }),
        named(guess, "your_guess"),
        named(answer, "measured"),
      ],
    }),
  ];
}

/** A guessed number and the measured ones, on one axis. */
function beside({ low, high, unit, answer }, guess, { told, words, looks, width }) {
  const label = (x, key, dy) =>
    text([x], { x: (d) => d, text: [words.say(key)], frameAnchor: "top", dy, fill: "currentColor" });
  return [
    chart(width, 108, told, {
      marginLeft: 24,
      marginTop: 36,
      x: { domain: [low, high], label: unit || null },
      marks: [
        ruleX([guess], { stroke: GREY, strokeWidth: 3 }),
        tickX(answer, { x: (d) => d, stroke: looks.residual.colour, strokeWidth: 3 }),
        label(guess, "your_guess", -8),
        label(spread(answer).mean, "measured", -21),
      ],
    }),
  ];
}
