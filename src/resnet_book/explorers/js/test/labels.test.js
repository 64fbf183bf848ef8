import assert from "node:assert/strict";
import { test } from "node:test";
import { apart } from "../src/labels.js";

const touching = (heights, gap) =>
  [...heights].sort((a, b) => a - b).some((height, i, all) => i && height - all[i - 1] < gap - 1e-9);

test("labels that do not touch stay where they are", () => {
  assert.deepEqual(apart([50, 10], 15, 0, 100), [50, 10]);
  assert.deepEqual(apart([], 15, 0, 100), []);
});

test("labels that would touch move apart equally, in their order", () => {
  assert.deepEqual(apart([50, 50], 10, 0, 100), [45, 55]);
  assert.deepEqual(apart([52, 48, 90], 10, 0, 100), [55, 45, 90]);
});

test("labels stay within the chart, even a crowd of them", () => {
  const heights = apart([98, 99, 97, 3, 50, 51], 15, 0, 100);
  assert.ok(!touching(heights, 15), String(heights));
  assert.ok(Math.min(...heights) >= 0 && Math.max(...heights) <= 100, String(heights));
});

test("groups that come to touch become one", () => {
  const heights = apart([40, 41, 56, 57], 10, 0, 200);
  assert.ok(!touching(heights, 10), String(heights));
  assert.equal(heights.reduce((a, b) => a + b) / 4, 48.5);
});
