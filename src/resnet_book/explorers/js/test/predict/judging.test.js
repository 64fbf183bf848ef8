import assert from "node:assert/strict";
import { test } from "node:test";
import { fromText, judged, right, toText } from "../../src/predict/judging.js";
import { Words } from "../../src/words.js";

const words = new Words({
  locale: "en",
  with_unit: "{value} {unit}",
  points: "{gap} points",
  range: "{low} to {high} ({seeds} seeds)",
  right: "You said {guess}. Measured: {measured}. You are right.",
  above: "You said {guess}. Measured: {measured}, {distance} above your guess.",
  below: "You said {guess}. Measured: {measured}, {distance} below your guess.",
  chosen: "You chose what was measured. {because}",
  not_chosen: "Measured: {answer}. {because}",
  shown: "Measured: {measured}.",
  shown_choice: "Measured: {answer}. {because}",
  curve_off: "At {xname} = {x} you drew {guess}; measured: {answer}. Off by {mean} on average.",
  curve_off_powers: "At {xname} = {x} you drew {guess}; measured: {answer}. A factor of {mean}.",
  shown_curve: "Measured: {answer} at {xname} = {x}, {last} at {end}.",
});

const percent = { form: "number", answer: [71.8, 87.8, 82.2], unit: "%", low: 0, high: 100, step: 1 };

test("a guess is judged against the range of the seeds", () => {
  assert.match(
    judged(percent, 30, words),
    /You said 30 %\. Measured: 71\.8 to 87\.8 % \(3 seeds\), 41\.8 points above/,
  );
  assert.match(judged(percent, 95, words), /7\.2 points below/);
  assert.match(judged(percent, 80, words), /You are right/);
  assert.match(judged({ ...percent, answer: [71.8] }, 72, words), /Measured: 71\.8 %\. You are right/);
});

test("a choice is judged with its reason", () => {
  const choice = { form: "choice", options: ["a", "b"], answer: "b", because: "It is 3 times b." };
  assert.equal(judged(choice, "a", words), "Measured: b. It is 3 times b.");
  assert.equal(judged(choice, "b", words), "You chose what was measured. It is 3 times b.");
});

test("a curve is judged where it is farthest off", () => {
  const curve = { form: "curve", x: [8, 20], answer: [1, 10], xname: "depth" };
  assert.match(judged(curve, [2, 40], words), /At depth = 20 you drew 40; measured: 10\. Off by 15\.5/);
  const powers = { ...curve, answer: [-2, 2], powers: true };
  assert.match(judged(powers, [-2, 0], words), /20 you drew 1; measured: 100\. A factor of 10\./);
});

test("what is shown without a guess is not judged", () => {
  assert.equal(judged(percent, null, words), "Measured: 71.8 to 87.8 % (3 seeds).");
  const choice = { form: "choice", options: ["a", "b"], answer: "b", because: "It is." };
  assert.equal(judged(choice, null, words), "Measured: b. It is.");
  const curve = { form: "curve", x: [8, 20], answer: [1, 10], xname: "depth" };
  assert.equal(judged(curve, null, words), "Measured: 1 at depth = 8, 10 at 20.");
  for (const content of [percent, choice, curve]) assert.equal(right(content, null), null);
});

test("a choice is right or wrong, a number right or off", () => {
  const choice = { form: "choice", options: ["a", "b"], answer: "b" };
  assert.equal(right(choice, "b"), true);
  assert.equal(right(choice, "a"), false);
  assert.equal(right(percent, 80), true);
  assert.equal(right(percent, 30), null);
  assert.equal(right({ form: "curve", x: [1], answer: [1] }, [1]), null);
});

test("guesses survive an address, and impossible ones are refused", () => {
  assert.equal(fromText(percent, toText(30)), 30);
  assert.throws(() => fromText(percent, "300"), /no_such_guess/);
  assert.throws(() => fromText(percent, "many"), /no_such_guess/);
  const curve = { form: "curve", x: [8, 20], low: 0, high: 100 };
  assert.deepEqual(fromText(curve, toText([5, 50])), [5, 50]);
  assert.throws(() => fromText(curve, "5"), /no_such_guess/);
});
