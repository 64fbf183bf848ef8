import assert from "node:assert/strict";
import { test } from "node:test";
import { curves, terms } from "../../src/kinds/identity.js";

const stack = (scale) => ({
  scale,
  blocks: 2,
  last_gradient: 4,
  last_signal: 10,
  gradient: [8, 4],
  through_branches: [7, 2],
  signal: [20, 10],
  branch_sum: [5, 5],
});
const look = (name) => ({ colour: `colour of ${name}`, symbol: `mark of ${name}`, dashes: name });
const lines = Object.fromEntries(
  ["reference", "pinned", "branches", "direct", "total"].map((name) => [name, look(name)]),
);
const content = { lines, reference: 1, stacks: [stack(0.5), stack(1)] };
const view = { scale: 0.5, blocks: 2, direction: "backward" };

test("terms are relative to the end of the stack, and run back from it", () => {
  const values = (rows) => rows.map(({ y }) => y);
  const back = terms(content, view);
  assert.deepEqual(
    back.total.map(({ x }) => x),
    [0, 1, 2],
  );
  assert.deepEqual(values(back.total), [1, 1, 2]);
  assert.deepEqual(values(back.direct), [1, 0.5, 0.25]);
  assert.deepEqual(values(back.branches), [0.5, 1.75]);
  const forward = terms(content, { ...view, direction: "forward" });
  assert.deepEqual(values(forward.direct), [1, 0.5, 0.5]);
  assert.throws(() => terms(content, { ...view, scale: 0.6 }), /not_measured/);
});

test("λ = 1 stands beside another λ, and not beside itself", () => {
  const words = { say: (key) => key };
  const ids = (values, pinned = null) => curves(content, { values, pinned }, words).map(({ id }) => id);
  assert.deepEqual(ids(view), ["reference", "branches", "direct", "total"]);
  assert.deepEqual(ids({ ...view, scale: 1 }), ["branches", "direct", "total"]);
  assert.deepEqual(ids({ ...view, scale: 1 }, view), ["pinned", "branches", "direct", "total"]);
  assert.deepEqual(ids(view, { ...view, scale: 1 }), ["reference", "branches", "direct", "total"]);
});

test("lines look as the state says", () => {
  const words = { say: (key) => key };
  for (const pinned of [null, { ...view, blocks: 2, scale: 0.5 }])
    for (const scale of [0.5, 1])
      for (const curve of curves(content, { values: { ...view, scale }, pinned }, words)) {
        const { colour, symbol, dashes } = curve;
        assert.deepEqual({ colour, symbol, dashes }, look(curve.id));
      }
});
