import assert from "node:assert/strict";
import { test } from "node:test";
import { products, terms } from "../../src/kinds/identity.js";

test("the product is λ^(L−l), and 1 at the end", () => {
  assert.deepEqual(
    products(0.5, 3).map((p) => p.value),
    [0.125, 0.25, 0.5, 1],
  );
});

test("terms are relative to the end of the stack", () => {
  const content = {
    stacks: [
      {
        scale: 0.5,
        blocks: 2,
        last_gradient: 4,
        last_signal: 10,
        gradient: [8, 4],
        through_branches: [7, 2],
        signal: [20, 10],
        branch_sum: [5, 5],
      },
    ],
  };
  const view = { scale: 0.5, blocks: 2, direction: "backward" };
  const values = (rows) => rows.map((r) => r.value);
  const back = terms(content, view);
  assert.deepEqual(values(back.total), [2, 1]);
  assert.deepEqual(values(back.direct), [0.25, 0.5]);
  assert.deepEqual(values(back.branches), [1.75, 0.5]);
  const forward = terms(content, { ...view, direction: "forward" });
  assert.deepEqual(values(forward.direct), [0.5, 0.5]);
  assert.throws(() => terms(content, { ...view, scale: 0.6 }), /not_measured/);
});
