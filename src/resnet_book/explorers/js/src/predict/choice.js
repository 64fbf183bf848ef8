// A guess among several answers; afterwards each is marked, by a sign and in words.
import { h, unique } from "../dom.js";

/** The form that asks for a choice; see kinds/predict.js. */
export function choice({ content: { options, answer }, words, labelledBy, guessed }) {
  const name = unique("choice");
  const rows = options.map((option) => {
    const input = h("input", { type: "radio", name, value: option, onchange: () => guessed(option) });
    const mark = h("span", { class: "verdict" });
    return {
      option,
      input,
      mark,
      element: h("label", { class: "option" }, input, h("span", {}, option), mark),
    };
  });
  return {
    element: h(
      "fieldset",
      { "aria-labelledby": labelledBy },
      rows.map((row) => row.element),
    ),
    update(guess, revealed) {
      for (const { option, input, mark, element } of rows) {
        const [chosen, isRight] = [option === guess, option === answer];
        input.checked = chosen;
        input.disabled = revealed;
        element.classList.toggle("right", revealed && isRight);
        element.classList.toggle("wrong", revealed && chosen && !isRight);
        const key = isRight ? (chosen ? "mark_right" : "mark_answer") : "mark_wrong";
        mark.textContent = revealed && (isRight || chosen) ? words.say(key) : "";
      }
    },
  };
}
