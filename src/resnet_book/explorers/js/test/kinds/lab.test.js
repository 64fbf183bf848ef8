import assert from "node:assert/strict";
import { test } from "node:test";
import { jobOf, points, withRun } from "../../src/lab/runs.js";

test("a job is the spec and the recipe with the controls' values", () => {
  const content = {
    spec: { depth: 8, blocks: [1, 1, 1], width: 8, design: { shortcut: "A", order: "original" } },
    recipe: { learning_rate: 0.1, epochs: 5 },
  };
  const { spec, recipe, seed } = jobOf(content, { depth: 20, shortcut: "none", learning_rate: 0.02 });
  assert.deepEqual(spec, {
    ...{ depth: 20, blocks: [3, 3, 3], width: 8, design: { shortcut: "none", order: "original" } },
  });
  assert.deepEqual(recipe, { learning_rate: 0.02, epochs: 5 });
  assert.equal(seed, 0);
  assert.equal(content.spec.depth, 8);
  const bottlenecks = { ...content, spec: { ...content.spec, depth: 29, blocks: [3, 3, 3] } };
  assert.deepEqual(jobOf(bottlenecks, { depth: 20, shortcut: "A" }).spec.blocks, [2, 2, 2]);
});

test("four runs stay; one that is trained again takes its new place", () => {
  const runs = ["a", "b", "c", "d"].map((id) => ({ id }));
  const ids = (all) => all.map(({ id }) => id).join("");
  assert.equal(ids(withRun(runs, { id: "e" })), "bcde");
  assert.equal(ids(withRun(runs, { id: "b" })), "acdb");
  assert.equal(ids(withRun([], { id: "a" })), "a");
});

test("a curve's points are means of eleven steps, the last one of those so far", () => {
  assert.deepEqual(points([], 22), []);
  assert.deepEqual(points([90, 80], 22), [{ x: 2 / 22, y: 85 }]);
  const errors = Array.from({ length: 25 }, (_, i) => (i < 11 ? 100 : 50));
  assert.deepEqual(points(errors, 22), [
    { x: 0.5, y: 100 },
    { x: 1, y: 50 },
    { x: 25 / 22, y: 50 },
  ]);
});
