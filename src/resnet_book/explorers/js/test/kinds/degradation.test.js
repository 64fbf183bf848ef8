import assert from "node:assert/strict";
import { test } from "node:test";
import { band, find } from "../../src/kinds/degradation.js";

test("a band has the mean and the range of the seeds; epochs not measured are left out", () => {
  assert.deepEqual(
    band([
      [10, null, 4],
      [20, 8, 6],
    ]),
    [
      { epoch: 1, mean: 15, low: 10, high: 20 },
      { epoch: 3, mean: 5, low: 4, high: 6 },
    ],
  );
});

test("only what is recorded is found", () => {
  const content = { networks: [{ depth: 20, shortcut: "A" }] };
  assert.equal(find(content, { depth: 20, shortcut: "A" }), content.networks[0]);
  assert.throws(() => find(content, { depth: 56, shortcut: "A" }), /not_recorded/);
  assert.throws(() => find({}, { depth: 20, shortcut: "A" }), /not_recorded/);
});
