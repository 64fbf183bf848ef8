import assert from "node:assert/strict";
import { test } from "node:test";
import { apart, flow, largest } from "../../src/builder/flow.js";

// Two pixels; a branch of (−2, 4) at γ = 1.
const content = {
  vectors: [
    [1, -1],
    [-2, 4],
  ],
  x: { digit: 0 },
  blocks: {
    "basic A original": {
      after: ["relu"],
      flows: { digit: { carried: 0, added: 1, ends: { 1: ["rectified"], 0.5: ["scaled"] } } },
    },
    "basic A bn-after-addition": {
      after: ["bn", "relu"],
      flows: { digit: { carried: 0, added: 1, ends: { 1: ["silenced"] }, norms: { 1: [1, 2] } } },
    },
  },
};
const view = { shape: "basic", shortcut: "A", order: "original", input: "digit", gamma: 1, scale: 1 };

test("γ scales the branch, λ the shortcut, and both are added", () => {
  const whole = flow(content, view);
  assert.deepEqual(whole.total, [-1, 3]);
  assert.deepEqual(whole.y, [0, 3]);
  const part = flow(content, { ...view, gamma: 0.25, scale: 0.5 });
  assert.deepEqual(part.carried, [0.5, -0.5]);
  assert.deepEqual(part.added, [-0.5, 1]);
  assert.deepEqual(part.total, [0, 0.5]);
  assert.deepEqual(part.ends, ["scaled"]);
});

test("at γ = 0 the shortcut's values arrive unchanged", () => {
  const found = flow(content, { ...view, gamma: 0 });
  assert.equal(apart(found.total, found.x), 0);
  assert.equal(apart(found.y, found.x), 1); // what the ReLU cuts off
});

test("behind the addition γ scales the normalised sum", () => {
  const behind = { ...view, order: "bn-after-addition" };
  assert.deepEqual(flow(content, behind).added, [-2, 4]);
  assert.deepEqual(flow(content, behind).y, [0, 1]);
  assert.equal(largest(flow(content, { ...behind, gamma: 0 }).y), 0);
});

test("a block that was not measured is a problem", () => {
  assert.throws(() => flow(content, { ...view, shape: "round" }), /not_measured/);
  assert.throws(() => flow({}, view), /not_measured/);
});
