import assert from "node:assert/strict";
import { test } from "node:test";
import { after, everyOption, fromTexts, indexOf, labelsOf, optionsOf } from "../src/controls.js";
import { Problem } from "../src/problem.js";

const family = {
  name: "family",
  label: "Network",
  kind: "select",
  per: "",
  options: [
    ["cifar", "CIFAR"],
    ["imagenet", "ImageNet"],
  ],
};
const depth = {
  name: "depth",
  label: "Depth",
  kind: "range",
  per: "family",
  options: {
    cifar: [
      [20, "20"],
      [56, "56"],
    ],
    imagenet: [[50, "50"]],
  },
};
const controls = [family, depth];
const now = { family: "cifar", depth: 56 };

test("options follow the control that they depend on", () => {
  assert.deepEqual(
    optionsOf(depth, now).map(([v]) => v),
    [20, 56],
  );
  assert.deepEqual(optionsOf(depth, { family: "imagenet" }), [[50, "50"]]);
  assert.equal(indexOf(depth, now), 1);
});

test("a value that a control does not offer is a sentence that names what it offers", () => {
  assert.throws(
    () => indexOf(depth, { ...now, depth: 57 }),
    (error) => error instanceof Problem && /57.*20, 56/.test(error.message),
  );
});

test("options that are missing are a sentence too", () => {
  assert.throws(() => optionsOf({ ...depth, options: {} }, now), Problem);
  assert.throws(() => optionsOf({ ...family, options: undefined }, now), Problem);
});

test("texts of an address become values with their types", () => {
  assert.deepEqual(fromTexts(controls, { depth: "20" }, now), { family: "cifar", depth: 20 });
  assert.deepEqual(fromTexts(controls, { family: "imagenet" }, now), { family: "imagenet", depth: 50 });
  assert.throws(() => fromTexts(controls, { depth: "21" }, now), Problem);
  assert.throws(() => fromTexts(controls, { width: "16" }, now), /width/);
});

test("choosing a family moves the depth into its range", () => {
  assert.deepEqual(after(controls, now, "family", "imagenet"), { family: "imagenet", depth: 50 });
  assert.deepEqual(after(controls, now, "depth", 20), { family: "cifar", depth: 20 });
});

test("the labels of what is chosen", () => {
  assert.deepEqual(labelsOf(controls, now), { family: "CIFAR", depth: "56" });
  assert.throws(() => labelsOf(controls, { ...now, depth: 57 }), Problem);
});

const also = {
  name: "also",
  label: "Also",
  kind: "several",
  per: "depth",
  options: {
    20: [
      ["A", "option A"],
      ["B", "option B"],
    ],
    56: [["B", "option B"]],
    110: [],
  },
};
const deep = { ...depth, per: "", options: [20, 56, 110].map((d) => [d, String(d)]) };

test("of several options any number is chosen, none too", () => {
  const both = { depth: 20, also: ["A", "B"] };
  assert.deepEqual(indexOf(also, both), [0, 1]);
  assert.deepEqual(labelsOf([also], both), { also: "option A, option B" });
  assert.deepEqual(optionsOf(also, { depth: 110 }), []);
  assert.deepEqual(indexOf(also, { depth: 110, also: [] }), []);
  assert.throws(() => indexOf(also, { depth: 56, also: ["A"] }), Problem);
  assert.deepEqual(
    everyOption(also).map(([value]) => value),
    ["A", "B"],
  );
});

test("of several options those remain that are still offered", () => {
  const both = { depth: 20, also: ["A", "B"] };
  assert.deepEqual(after([deep, also], both, "depth", 56), { depth: 56, also: ["B"] });
  assert.deepEqual(after([deep, also], both, "depth", 110), { depth: 110, also: [] });
});

test("several options come from the text of an address", () => {
  const none = { depth: 20, also: [] };
  assert.deepEqual(fromTexts([deep, also], { also: "A,B" }, none), { depth: 20, also: ["A", "B"] });
  assert.deepEqual(fromTexts([deep, also], { also: "" }, none), none);
  assert.throws(() => fromTexts([deep, also], { depth: "56", also: "A" }, none), Problem);
});
