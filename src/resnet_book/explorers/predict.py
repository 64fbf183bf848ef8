"""Predict, then reveal: the reader commits to a guess before the measurement is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from math import ceil
from typing import Any, Self

import traitlets

from resnet_book.choices import one_of
from resnet_book.drawing.pictures import Picture, drawing
from resnet_book.explorers.common_words import COMMON
from resnet_book.explorers.explorer import LOOKS, Explorer, Table, image, rounded
from resnet_book.palette import COLOURS, GREY, MARKER

WORDS = COMMON | {
    "kicker": "Your guess",
    "commit": "This is my guess",
    "show": "Show me",
    "again": "Forget this, and ask me again",
    "no_guess": "Set your guess first, or choose “Show me”.",
    "no_such_guess": "The address holds a guess that this question does not take: {guess}.",
    "kept": "Your guess stays with you: it is sent nowhere.",
    "not_set": "?",
    "point": "{ylabel} at {xname} = {x}",
    "draw": "Draw your curve with a finger or the mouse, or move each point with the arrow keys.",
    "axes": "Axes for your curve: {ylabel} over {xlabel}.",
    "your_guess": "your guess",
    "measured": "measured",
    "with_unit": "{value} {unit}",
    "points": "{gap} points",
    "range": "{low} to {high} ({seeds} seeds)",
    "tick": "✓",
    "cross": "✗",
    "right": "You said {guess}. Measured: {measured}. You are right.",
    "above": "You said {guess}. Measured: {measured}, {distance} above your guess.",
    "below": "You said {guess}. Measured: {measured}, {distance} below your guess.",
    "shown": "Measured: {measured}.",
    "mark_right": "✓ Right",
    "mark_wrong": "✗ Not this one",
    "mark_answer": "✓ Measured",
    "chosen": "Right: that is what was measured. {because}",
    "not_chosen": "Not this one. Measured: {answer}. {because}",
    "shown_choice": "Measured: {answer}. {because}",
    "curve_off": "At {xname} = {x} you drew {guess}; measured: {answer}. "
    "On average your curve is off by {mean}.",
    "curve_off_powers": "At {xname} = {x} you drew {guess}; measured: {answer}. "
    "On average your curve is off by a factor of {mean}.",
    "shown_curve": "Measured: {answer} at {xname} = {x}, {last} at {end}.",
    "own_beside": "Your curve, beside the measured one: Figure {figure}",
    "answer_there": "The measured curve: Figure {figure}",
}
ANSWER = "What was measured"  # without scripts: the line that unfolds the answer
ORIGINS = ("measured", "calculated", "published")  # of an answer


class Predict(Explorer):
    """A question, the reader's guess, and then the measurement next to it.

    Made by :meth:`number`, :meth:`choice` or :meth:`curve`. `guess` is the reader's current guess;
    `revealed` says whether they have submitted it, or asked for the answer without a guess.
    """

    guess = traitlets.Any(None, allow_none=True).tag(sync=True)
    revealed = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self,
        name: str,
        question: str,
        content: dict[str, Any],
        table: Table,
        picture: Picture | None = None,
    ) -> None:
        content = {"question": question} | content
        self._picture = picture
        self._origin = ORIGINS[0]
        self.height, self.narrow_height = _room(content)
        super().__init__("predict", name, WORDS["kept"], [], content, table, WORDS)

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
        of: str = "residual",
    ) -> Predict:
        """A guess on a slider.

        Args:
            answer: the measured value, or one value for each seed.
            low, high, step: of the slider, in the unit.
            of: the kind of network, ``plain`` or ``residual``, which sets the colour and the mark.

        Raises:
            ValueError: no answer, an empty range, or an unknown kind of network.
        """
        one_of("of", of, LOOKS)
        answers = [float(a) for a in (answer if isinstance(answer, Sequence) else [answer])]
        if not answers or not low < high or step <= 0:
            raise ValueError(f"answer {answer!r} on a slider from {low} to {high} by {step}")
        measured = ", ".join(f"{a:.4g}" for a in answers) + (f" {unit}" if unit else "")
        content = {"form": "number", "answer": rounded(answers), "unit": unit, "of": of}
        content |= {"low": low, "high": high, "step": step}
        return cls(name, question, content, Table(("measured",), ((measured,),)))

    @classmethod
    def choice(
        cls, name: str, question: str, *, options: Sequence[str], answer: str, because: str
    ) -> Predict:
        """A guess among several answers.

        Args:
            because: a sentence with the numbers behind the answer.

        Raises:
            ValueError: the answer is not among the options.
        """
        one_of("answer", answer, options)
        content = {"form": "choice", "options": list(options), "answer": answer, "because": because}
        return cls(name, question, content, Table(("measured", ""), ((answer, because),)))

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
        seeds: Sequence[Sequence[float]] = (),
        given: Mapping[str, Sequence[float]] | None = None,
        also: Mapping[str, Sequence[float]] | None = None,
        powers: bool = False,
        log: bool = False,
        of: str = "residual",
        picture: Picture | None = None,
        figure: str = "",
    ) -> Predict:
        """The reader draws a curve; then the measured one appears on the same axes.

        Args:
            answer: the measured value at each x; for several seeds their mean or median.
            xlabel: of the horizontal axis; the part before the first comma names x in sentences.
            low, high: of the vertical axis.
            seeds: the curves of single seeds, drawn thinly with the answer.
            given: name → line that the reader sees while guessing.
            also: name → further line that is shown with the answer.
            powers: all values are logarithms to base 10, shown as powers of ten.
            log: the horizontal axis is logarithmic.
            of: as in :meth:`number`.
            picture: of the measurement, for print and without scripts; drawn if left out.
            figure: number of the chapter's figure that follows, such as ``3.5``: on a page, the
                reader's curve is drawn into that figure (``drawing/guesses.py``), and this one
                shows no answer.

        Raises:
            ValueError: not one value for each x, fewer than 2 or more than 12 of them, an empty
                range, or an unknown kind of network.
        """
        given, also = dict(given or {}), dict(also or {})
        curves = [answer, *seeds, *given.values(), *also.values()]
        if not 2 <= len(x) <= 12 or not low < high or {len(c) for c in curves} != {len(x)}:
            lengths = ", ".join(str(len(c)) for c in curves)
            raise ValueError(f"{lengths} values at {len(x)} places, from {low} to {high}")
        one_of("of", of, LOOKS)
        content = {
            "form": "curve",
            "x": _numbers(x),
            "answer": _numbers(answer),
            "seeds": [_numbers(values) for values in seeds],
            "given": [{"name": n, "values": _numbers(v)} for n, v in given.items()],
            "also": [{"name": n, "values": _numbers(v)} for n, v in also.items()],
            "xlabel": xlabel,
            "xname": xlabel.partition(",")[0],
            "ylabel": ylabel,
            "low": low,
            "high": high,
            "powers": powers,
            "log": log,
            "of": of,
            "figure": figure,
        }
        written = [10**value if powers else value for value in answer]
        rows = tuple((f"{a:g}", f"{b:.4g}") for a, b in zip(x, written, strict=True))
        return cls(name, question, content, Table((xlabel, ylabel), rows), picture)

    def origin(self, origin: str) -> Self:
        """State that the answer was calculated, or published in a paper, not measured.

        Raises:
            ValueError: an unknown origin.
        """
        one_of("origin", origin, ORIGINS)
        self._origin = origin
        words = {key: self._said(text) for key, text in WORDS.items()}
        head = tuple(self._said(text) for text in self.table.head)
        self.table = Table(head, self.table.rows)
        table = {"head": self.table.head, "rows": self.table.rows}
        self.state = self.state | {"words": words, "table": table}
        return self

    def _said(self, text: str) -> str:
        """Replace "measured" in a text by the answer's origin, except in {placeholders}."""
        text = text.replace("Measured", self._origin.capitalize())
        return re.sub(r"(?<!\{)\bmeasured\b", self._origin, text)

    def fallback(self, picture: Picture) -> str:
        """The question, and the answer folded away."""
        content = self.state["content"]
        choices = "".join(f"<li>{escape(option)}</li>" for option in content.get("options", []))
        return (
            f'<p class="question">{escape(content["question"])}</p>'
            + (f"<ul>{choices}</ul>" if choices else "")
            + f"<details><summary>{self._said(ANSWER)}</summary>"
            + ("" if content.get("figure") else image(picture))
            + f"{self.table.html()}</details>"
        )

    def picture(self) -> Picture:
        """The answer, since paper cannot hide it."""
        if self._picture is not None:
            return self._picture
        content = self.state["content"]
        question = content["question"]
        of = content.get("of", "residual")
        style = {"color": COLOURS[of], "marker": MARKER[of]}
        with drawing(5.2, 1.6 if content["form"] != "curve" else 3.0) as (figure, axes):
            if content["form"] == "curve":
                axes.plot(content["x"], content["answer"], **style)
                axes.set(xlabel=content["xlabel"], ylabel=content["ylabel"])
                measured = f"from {content['answer'][0]:g} to {content['answer'][-1]:g}"
            elif content["form"] == "number":
                axes.plot(content["answer"], [0] * len(content["answer"]), linestyle="", **style)
                axes.set(xlim=(content["low"], content["high"]), yticks=[], xlabel=content["unit"])
                measured = self.table.rows[0][0]
            else:
                axes.set_axis_off()
                axes.text(0, 0.5, content["answer"], color=GREY, wrap=True)
                measured = content["answer"]
        return Picture(figure, self._said(f"{question} Measured: {measured}."))


def _numbers(values: Sequence[float]) -> list[float]:
    return rounded([float(value) for value in values])


def _room(content: Mapping[str, Any]) -> tuple[float, float]:
    """The height of a question in rem, in the column and on a phone."""
    parts = {"number": (15.4, 15.4), "choice": (12, 12), "curve": (31.4, 32.8)}[content["form"]]
    rooms = []
    for part, of_question, of_option in zip(parts, (64, 34), (80, 33), strict=True):
        room = part + 1.54 * ceil(len(content["question"]) / of_question)
        for option in content.get("options", []):
            room += max(3.25, 1.5 + 1.35 * ceil(len(option) / of_option))
        rooms.append(round(room, 1))
    return rooms[0], rooms[1]
