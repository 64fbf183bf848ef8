// Predict, then reveal: the reader commits to a guess, or asks to be shown, and then sees what was
// measured beside it.
//
// A form is a function of {content, words, looks, labelledBy, guessed, page}: the question, the figure's words
// and looks, the id of the question's element, what to call with a guess, and whether this is the website,
// where the chapter's figures are. It returns {element, update(guess, revealed, summary)}.
import { button, h, unique } from "../dom.js";
import { choice } from "../predict/choice.js";
import { curve } from "../predict/curve.js";
import { fromText, judged, right, toText } from "../predict/judging.js";
import { number } from "../predict/number.js";

const FORMS = { number, choice, curve };

/** The kind of figure that asks for a guess. */
export default (figure) => new Prediction(figure);

class Prediction {
  watched = ["guess", "revealed"];
  #figure;
  #form;
  #paper = matchMedia("print"); // which cannot be asked
  #onpaper = () => this.update();

  constructor(figure) {
    const { model, words, state, board, status, page } = figure;
    const { content, looks } = state;
    if (!FORMS[content?.form]) throw new Error("no such question");
    this.#figure = figure;
    const kicker = h("p", { class: "kicker" }, words.say("kicker"));
    const question = h("p", { class: "question", id: unique("question") }, content.question);
    const guessed = (guess) => figure.set({ guess });
    this.#form = FORMS[content.form]({ content, words, looks, labelledBy: question.id, guessed, page });
    this.commit = button(words.say("commit"), () => this.#commit());
    this.commit.classList.add("primary");
    this.show = button(words.say("show"), () => this.#reveal(true));
    this.again = button(words.say("again"), () => this.#reveal(false));
    for (const quiet of [this.show, this.again]) quiet.classList.add("quiet");
    this.sign = h("span", { class: "sign", "aria-hidden": "true" });
    board.append(this.#form.element); // whose width it follows
    const result = h("div", { class: "result" }, this.sign, status);
    const buttons = h("div", { class: "answering" }, this.commit, this.show, this.again);
    this.elements = [kicker, question, board, result, buttons, h("figcaption", {}, words.say("kept"))];
    this.guess = () => model.get("guess") ?? null;
    this.revealed = () => Boolean(model.get("revealed"));
    figure.el.classList.add("prediction");
    this.#paper.addEventListener("change", this.#onpaper);
  }

  #commit() {
    if (this.guess() === null) this.#figure.status.textContent = this.#figure.words.say("no_guess");
    else this.#reveal(true);
  }

  /** Show what was measured; or forget the guess, and ask again. */
  #reveal(revealed) {
    this.#figure.set(revealed ? { revealed } : { revealed, guess: null });
    if (!revealed) this.#figure.status.textContent = "";
    this.#figure.remember(revealed && this.guess() !== null ? { guess: toText(this.guess()) } : null);
    this.update();
    const next = revealed ? this.again : this.commit;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ behavior: "instant", block: "nearest" }); // the form may have become lower
  }

  update() {
    const { status, state, words } = this.#figure;
    const [guess, revealed] = [this.guess(), this.revealed() || this.#paper.matches];
    const summary = revealed ? judged(state.content, guess, words) : "";
    this.#form.update(guess, revealed, summary);
    this.commit.hidden = this.show.hidden = revealed;
    this.again.hidden = !revealed;
    const verdict = revealed ? right(state.content, guess) : null;
    this.sign.hidden = verdict === null;
    this.sign.textContent = verdict === null ? "" : words.say(verdict ? "tick" : "cross");
    this.sign.classList.toggle("right", verdict === true);
    if (revealed || guess !== null) status.textContent = summary;
  }

  restore({ guess = "" }) {
    try {
      this.#figure.set({ guess: fromText(this.#figure.state.content, guess), revealed: true });
    } catch (error) {
      this.#figure.status.textContent = this.#figure.sentence(error);
    }
  }

  unmount() {
    this.#paper.removeEventListener("change", this.#onpaper);
  }
}
