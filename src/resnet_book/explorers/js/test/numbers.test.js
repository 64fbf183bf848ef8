import assert from "node:assert/strict";
import { test } from "node:test";
import { decades, number, raised, spread } from "../src/numbers.js";

test("numbers are written for people", () => {
  const written = [0, 12.34, 0.01234, 1.23e-9, 4321, 2.5e8].map((v) => number(v));
  assert.deepEqual(written, ["0", "12.3", "0.0123", "1.2·10⁻⁹", "4,321", "2.5·10⁸"]);
});

test("exponents stand above the line", () => {
  assert.deepEqual([27, 0, -3].map(raised), ["²⁷", "⁰", "⁻³"]);
});

test("the spread is the standard deviation with n − 1, as in the book's tables", () => {
  assert.deepEqual(spread([1, 2, 3]), { mean: 2, deviation: 1 });
  assert.deepEqual(spread([8.7]), { mean: 8.7, deviation: null });
});

test("a logarithmic axis begins and ends at powers of ten", () => {
  const axis = decades([2e-4, 0.3, 0]);
  assert.deepEqual(axis.domain, [1e-4, 1]);
  assert.equal(axis.tickFormat(1e-4), "10⁻⁴");
  assert.ok(decades([1e-30, 1]).ticks.length <= 9);
  assert.deepEqual(decades([1, 1]).domain, [1, 10]);
});
