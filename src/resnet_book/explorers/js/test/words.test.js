import assert from "node:assert/strict";
import { test } from "node:test";
import { Words } from "../src/words.js";

const words = new Words({ locale: "en", not_finite: "nicht endlich", ends: "{name} endet bei {error}." });

test("a sentence's places are filled, and numbers are written for people", () => {
  assert.equal(words.say("ends", { name: "plain-20", error: 12.345 }), "plain-20 endet bei 12.3.");
  assert.equal(words.say("ends", { name: "plain-20", error: null }), "plain-20 endet bei nicht endlich.");
  assert.equal(words.say("ends", { name: "{error}", error: "5 %" }), "{error} endet bei 5 %.");
});

test("a missing word, a missing value and a missing table are errors, not empty sentences", () => {
  assert.throws(() => words.say("begins"), /no word for begins/);
  assert.throws(() => words.say("ends", { name: "x" }), /nothing for \{error\}/);
  assert.throws(() => new Words(undefined), /no table/);
});

test("whole numbers have all their digits", () => {
  assert.equal(words.whole(25557032), "25,557,032");
});
