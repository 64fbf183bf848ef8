"""Predict, then reveal: the reader commits to a guess before the measurement is shown."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import traitlets

from resnet_book.choices import one_of
from resnet_book.drawing.pictures import Picture, drawing
from resnet_book.explorers.common_words import COMMON
from resnet_book.explorers.explorer import Explorer, Table, image, rounded
from resnet_book.palette import GREY, RESIDUAL

WORDS = COMMON | {
    "commit": "This is my guess",
    "again": "Guess again",
    "no_guess": "Set your guess first.",
    "no_such_guess": "The address holds a guess that this question does not take: {guess}.",
    "move": "move the slider",
    "point": "{ylabel} at {xlabel} {x}",
    "draw": "Draw {ylabel}, from {low} (bottom) to {high} (top), over {xlabel}:",
    "your_guess": "your guess",
    "measured": "measured",
    "with_unit": "{value} {unit}",
    "points": "{gap} points",
    "range": "{low} to {high} ({seeds} seeds)",
    "right": "You said {guess}. Measured: {measured}. You are right.",
    "above": "You said {guess}. Measured: {measured}, {distance} above your guess.",
    "below": "You said {guess}. Measured: {measured}, {distance} below your guess.",
    "chosen": "You chose what was measured. {because}",
    "not_chosen": "Measured: {answer}. {because}",
    "curve_off": "At {xlabel} {x} you drew {guess}; measured: {answer}. "
    "On average your curve is off by {mean}.",
}
ANSWER = "What was measured"  # where no script runs: what unfolds the answer


class Predict(Explorer):
    """A question, the reader's guess, and then what was measured, beside it.

    Made by :meth:`number`, :meth:`choice` or :meth:`curve`. `guess` follows what the reader sets;
    `revealed` says whether they have committed to it.
    """

    height, narrow_height = 14.2, 17.5

    guess = traitlets.Any(None, allow_none=True).tag(sync=True)
    revealed = traitlets.Bool(False).tag(sync=True)

    def __init__(self, name: str, question: str, content: dict[str, Any], table: Table) -> None:
        content = {"question": question} | content
        caption = "Your guess stays in this page."
        super().__init__("predict", name, caption, [], content, table, WORDS)

    @classmethod
    def number(
        cls,
        name: str,
        question: str,
        *,
        answer: float | Sequence[float],
        unit: str = "",
        low: float = 0,
        high: float = 100,
        step: float = 1,
    ) -> Predict:
        """A guess on a slider.

        Args:
            answer: what was measured: one number, or one for each seed.
            low, high, step: of the slider, in the unit.

        Raises:
            ValueError: no answer, or an empty range.
        """
        answers = [float(a) for a in (answer if isinstance(answer, Sequence) else [answer])]
        if not answers or not low < high or step <= 0:
            raise ValueError(f"answer {answer!r} on a slider from {low} to {high} by {step}")
        told = ", ".join(f"{a:.4g}" for a in answers) + (f" {unit}" if unit else "")
        content = {
            "form": "number",
            "answer": rounded(answers),
            "unit": unit,
            "low": low,
            "high": high,
            "step": step,
        }
        return cls(name, question, content, Table(("measured",), ((told,),)))

    @classmethod
    def choice(
        cls, name: str, question: str, *, options: Sequence[str], answer: str, because: str
    ) -> Predict:
        """A guess among several answers.

        Args:
            because: a sentence with the figures that decide.

        Raises:
            ValueError: the answer is not among the options.
        """
        one_of("answer", answer, options)
        content = {"form": "choice", "options": list(options), "answer": answer, "because": because}
        made = cls(name, question, content, Table(("measured", ""), ((answer, because),)))
        made.height, made.narrow_height = 13.0 + 2 * len(options), 15.6 + 2.5 * len(options)
        return made

    @classmethod
    def curve(
        cls,
        name: str,
        question: str,
        *,
        x: Sequence[float],
        answer: Sequence[float],
        xlabel: str,
        ylabel: str,
        low: float,
        high: float,
    ) -> Predict:
        """A curve drawn by hand: one slider at each x.

        Raises:
            ValueError: not one answer for each x, more than 12 of them, or an empty range.
        """
        if len(x) != len(answer) or not 2 <= len(x) <= 12 or not low < high:
            raise ValueError(f"{len(answer)} answers at {len(x)} places, from {low} to {high}")
        content = {
            "form": "curve",
            "x": rounded([float(v) for v in x]),
            "answer": rounded([float(v) for v in answer]),
            "xlabel": xlabel,
            "ylabel": ylabel,
            "low": low,
            "high": high,
        }
        rows = tuple((f"{a:g}", f"{b:.4g}") for a, b in zip(x, answer, strict=True))
        made = cls(name, question, content, Table((xlabel, ylabel), rows))
        made.height, made.narrow_height = 25.0, 28.2
        return made

    def fallback(self, picture: Picture) -> str:
        """The question, and the answer folded away."""
        content = self.state["content"]
        choices = "".join(f"<li>{escape(option)}</li>" for option in content.get("options", []))
        return (
            f'<p class="question">{escape(content["question"])}</p>'
            + (f"<ul>{choices}</ul>" if choices else "")
            + f"<details><summary>{ANSWER}</summary>{image(picture)}{self.table.html()}</details>"
        )

    def picture(self) -> Picture:
        """The answer, since paper cannot hide it."""
        content = self.state["content"]
        question = content["question"]
        with drawing(5.2, 1.6 if content["form"] != "curve" else 3.0) as (figure, axes):
            if content["form"] == "curve":
                axes.plot(content["x"], content["answer"], "o-", color=RESIDUAL)
                axes.set(xlabel=content["xlabel"], ylabel=content["ylabel"])
                told = f"from {content['answer'][0]:g} to {content['answer'][-1]:g}"
            elif content["form"] == "number":
                axes.plot(content["answer"], [0] * len(content["answer"]), "o", color=RESIDUAL)
                axes.set(xlim=(content["low"], content["high"]), yticks=[], xlabel=content["unit"])
                told = self.table.rows[0][0]
            else:
                axes.set_axis_off()
                axes.text(0, 0.5, content["answer"], color=GREY, wrap=True)
                told = content["answer"]
        return Picture(figure, f"{question} Measured: {told}.")
