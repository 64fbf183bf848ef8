import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { DURATION, Gliding, matched, mixed } from "../src/gliding.js";

test("rows are matched along their path, and keep their ends", () => {
  const rows = [
    [0, 10],
    [10, 30],
  ];
  assert.deepEqual(matched(rows, 3), [
    [0, 10],
    [5, 20],
    [10, 30],
  ]);
  assert.deepEqual(matched([...rows, [20, 50]], 2), [
    [0, 10],
    [20, 50],
  ]);
});

test("curves on the way are between the two; a new one is where it will be", () => {
  const way = mixed({ a: [[0, 0]] }, { a: [[10, 20]], b: [[1, 1]] }, 0.5);
  assert.deepEqual(way, { a: [[5, 10]], b: [[1, 1]] });
  const end = { a: [[10, 20]] };
  assert.deepEqual(mixed({ a: [[0, 0]] }, end, 1), end);
});

let frames = [];
let reduced = false;
const run = (time) => {
  for (const frame of frames.splice(0)) frame(time);
};

beforeEach(() => {
  frames = [];
  reduced = false;
  globalThis.requestAnimationFrame = (frame) => frames.push(frame);
  globalThis.cancelAnimationFrame = () => frames.splice(0);
  globalThis.matchMedia = () => ({ matches: reduced });
});
afterEach(() => {
  for (const name of ["requestAnimationFrame", "cancelAnimationFrame", "matchMedia"]) delete globalThis[name];
});

/** A gliding that has shown a curve at 0. */
function started() {
  const seen = [];
  const gliding = new Gliding(({ a }) => seen.push(a[0][0]));
  gliding.to({ a: [[0]] });
  return { gliding, seen };
}

test("a change passes through what is between, and ends where it should", () => {
  const { gliding, seen } = started();
  const start = performance.now();
  gliding.to({ a: [[100]] });
  run(start + DURATION / 2);
  assert.ok(seen.at(-1) > 0 && seen.at(-1) < 100);
  run(start + 2 * DURATION);
  assert.equal(seen.at(-1), 100);
  assert.equal(frames.length, 0);
});

test("a change that is interrupted goes on from where it is", () => {
  const { gliding, seen } = started();
  gliding.to({ a: [[100]] });
  run(performance.now() + DURATION / 2);
  const between = seen.at(-1);
  gliding.to({ a: [[0]] });
  assert.equal(seen.at(-1), between);
  run(performance.now() + 2 * DURATION);
  assert.equal(seen.at(-1), 0);
});

test("nothing glides for a reader who wants less motion, nor on a jump", () => {
  const { gliding, seen } = started();
  reduced = true;
  gliding.to({ a: [[100]] });
  assert.deepEqual([seen.at(-1), frames.length], [100, 0]);
  reduced = false;
  gliding.to({ a: [[7]] }, { jump: true });
  assert.deepEqual([seen.at(-1), frames.length], [7, 0]);
});
