import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { flatten, format, parse, writer } from "../src/address.js";

test("an address leads back to the view that it was made from", () => {
  const flat = flatten({ depth: 56, shortcut: "A", gain: 0.5 }, { depth: 20, shortcut: "none" });
  const { name, values } = parse(format("degradation", flat));
  assert.equal(name, "degradation");
  assert.deepEqual(values, {
    depth: "56",
    shortcut: "A",
    gain: "0.5",
    "pin.depth": "20",
    "pin.shortcut": "none",
  });
});

test("the anchor of a heading is not a view", () => {
  assert.equal(parse("#is-it-vanishing-gradients"), null);
  assert.equal(parse(""), null);
});

test("signs with a meaning in addresses survive", () => {
  const { values } = parse(format("x", { guess: "a & b = 50 %" }));
  assert.equal(values.guess, "a & b = 50 %");
});

test("of addresses that follow fast only the first and the last are written", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const written = [];
  const { remember, flush } = writer((address) => written.push(address));
  for (const address of ["#a", "#b", "#c"]) remember(address);
  assert.deepEqual(written, ["#a"]);
  mock.timers.tick(250);
  assert.deepEqual(written, ["#a", "#c"]);
  mock.timers.tick(250);
  remember("#d");
  remember("#e");
  flush(); // the page is left
  assert.deepEqual(written, ["#a", "#c", "#d", "#e"]);
  mock.timers.tick(1000);
  assert.equal(written.length, 4);
  mock.timers.reset();
});
