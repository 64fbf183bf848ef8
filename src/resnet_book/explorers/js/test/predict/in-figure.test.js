import assert from "node:assert/strict";
import { test } from "node:test";
import { axesOf, named, placed } from "../../src/predict/in-figure.js";

const axes = axesOf({ at: "10 20.5 40", low: "100", high: "20" });

test("what a figure says of its axes is read as numbers", () => {
  assert.deepEqual(axes, { at: [10, 20.5, 40], low: 100, high: 20 });
});

test("the ends of a guess's axis lie at the ends of the figure's", () => {
  assert.deepEqual(placed([-9, 5, -2], { low: -9, high: 5 }, axes), [
    [10, 100],
    [20.5, 20],
    [40, 60],
  ]);
});

const answers = [
  [10, 60],
  [20, 60],
  [40, 60],
];

test("a guess is named where it is farthest from the answer, and away from it", () => {
  const below = named(placed([0, 1, 0.5], { low: 0, high: 1 }, axes), answers, 5);
  assert.equal(below.x, 10);
  assert.equal(below.anchor, "start");
  assert.ok(below.y > 100); // the guess is below, and so is its name
});

test("the name of a steep guess stands clear of all of it", () => {
  const steep = [
    [10, 20],
    [20, 30],
    [40, 10],
  ];
  const last = named(steep, answers, 24);
  assert.equal(last.anchor, "end");
  assert.ok(last.y < 10);
  const middle = named(
    [
      [10, 40],
      [20, 20],
      [40, 50],
    ],
    answers,
    16,
  );
  assert.equal(middle.anchor, "middle");
  assert.ok(middle.y < 20);
  const falling = named(
    [
      [10, 110],
      [20, 80],
      [40, 70],
    ],
    answers,
    20,
  );
  assert.ok(falling.y > 110);
});
