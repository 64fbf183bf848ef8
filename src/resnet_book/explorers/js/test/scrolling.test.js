import assert from "node:assert/strict";
import { test } from "node:test";
import { scrolls } from "../src/scrolling.js";

const fits = { scrollWidth: 300, clientWidth: 300, scrollHeight: 100, clientHeight: 100 };
const wide = { ...fits, scrollWidth: 400 };
const auto = { overflowX: "auto", overflowY: "auto" };

test("a box scrolls where its content does not fit and its style lets it", () => {
  assert.ok(scrolls(wide, auto));
  assert.ok(scrolls({ ...fits, scrollHeight: 200 }, auto));
  assert.ok(!scrolls(fits, auto));
  assert.ok(!scrolls(wide, { overflowX: "hidden", overflowY: "auto" }));
  assert.ok(!scrolls(wide, { overflowX: "visible", overflowY: "visible" }));
});

test("a fraction of a pixel is no reason to scroll", () => {
  assert.ok(!scrolls({ ...fits, scrollWidth: 301 }, auto));
});
