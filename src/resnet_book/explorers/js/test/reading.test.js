import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest } from "../src/reading.js";

test("what is read is the nearest position", () => {
  assert.equal(nearest([1, 2, 5], 3.4), 1);
  assert.equal(nearest([1, 2, 5], 3.6), 2);
  assert.equal(nearest([1, 2, 5], -9), 0);
  assert.equal(nearest([1, 2, 5], 99), 2);
});
