import assert from "node:assert/strict";
import { test } from "node:test";
import { points } from "../../src/kinds/signal.js";

test("layers that overflowed are left out of a curve", () => {
  assert.deepEqual(points({ gradient: [1, null, 0, 2] }, "gradient"), [
    { layer: 1, value: 1 },
    { layer: 4, value: 2 },
  ]);
});
