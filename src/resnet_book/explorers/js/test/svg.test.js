import assert from "node:assert/strict";
import { test } from "node:test";
import { between, marksAt, through } from "../src/svg.js";

test("a path goes through its points, and a band between its two last numbers", () => {
  const rows = [
    [0, 5, 4, 6],
    [10, 7.04, 7, 8],
  ];
  assert.equal(through(rows), "M0 5L10 7");
  assert.equal(between(rows), "M0 4L10 7L10 8L0 6Z");
  assert.match(marksAt(rows, "square"), /^M0 5m-2-2.*M10 7m/);
});
