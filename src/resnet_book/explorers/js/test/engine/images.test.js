import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { standardised } from "../../engine/images.js";

test("a letter is a level of grey, less its pixel's mean, times the scale", () => {
  const split = { images: "abiq", labels: "07" };
  const { train } = standardised({ mean: [0, 10], scale: 0.5, train: split, test: split });
  assert.deepEqual([...train.images], [0, 3, 64, 122.5]);
  assert.deepEqual([...train.labels], [0, 7]);
});

test("the committed digits are 1,437 to train on and 360 to test", () => {
  const digits = JSON.parse(readFileSync(new URL("../../engine/digits.json", import.meta.url), "utf8"));
  const { train, test: unseen } = standardised(digits);
  assert.deepEqual([train.images.length, train.labels.length], [1437 * 64, 1437]);
  assert.deepEqual([unseen.images.length, unseen.labels.length], [360 * 64, 360]);
  const squares = train.images.reduce((sum, x) => sum + x * x, 0) / train.images.length;
  assert.ok(Math.abs(squares - 1) < 0.5);
});
