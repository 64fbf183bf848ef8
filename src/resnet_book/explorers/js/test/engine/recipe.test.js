import assert from "node:assert/strict";
import { test } from "node:test";
import { cosine, rate, stepsOf } from "../../engine/recipe.js";
import { recipe } from "./made.js";

const close = (found, wanted) => {
  assert.equal(found.length, wanted.length);
  assert.ok(found.every((value, i) => Math.abs(value - wanted[i]) < 1e-12));
};

test("the cosine is its own, and right", () => {
  for (let i = 0; i <= 1000; i++)
    assert.ok(Math.abs(cosine(i / 1000) - Math.cos((Math.PI * i) / 1000)) < 1e-15);
});

test("a cosine ends near 0, steps divide by ten, iterations override epochs", () => {
  const rates = (changes, at) => at.map((step) => rate(recipe(changes), step, 100));
  assert.equal(stepsOf(recipe(), 100), 12);
  assert.equal(stepsOf(recipe({ iterations: 7 }), 100), 7);
  close(rates({}, [0, 6, 12]), [0.02, 0.01, 0]);
  close(rates({ schedule: "steps" }, [0, 5, 6, 9, 11]), [0.02, 0.02, 0.002, 0.0002, 0.0002]);
  assert.throws(() => stepsOf(recipe(), 15), /batch_size 16 of 15 images/);
});

test("a warm-up rises from 0, or is a tenth", () => {
  const warm = (warmup) =>
    [0, 2, 5, 6].map((step) =>
      rate(recipe({ warmup, warmup_epochs: 1, schedule: "steps", epochs: 9 }), step, 100),
    );
  close(warm("linear"), [0.02 / 6, 0.01, 0.02, 0.02]);
  close(warm("constant"), [0.002, 0.002, 0.002, 0.02]);
});
