import assert from "node:assert/strict";
import { test } from "node:test";
import { bars, cuts, find, passed, reached, shortcuts } from "../../src/kinds/paths.js";

const WAYS = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => [(i >> 2) & 1, (i >> 1) & 1, i & 1]);
const living = (cut, scale) => WAYS.filter((way) => passed(way, cut, scale) === 3);

test("each cut halves the paths", () => {
  for (let i = 0; i < 8; i++) {
    const cut = WAYS[i].map(Boolean);
    assert.equal(living(cut, 0.9).length, 2 ** (3 - cut.filter(Boolean).length));
    assert.ok(living(cut, 0.9).every((way) => way.every((taken, j) => !taken || !cut[j])));
  }
});

test("a path stops at its first branch that is cut, or at its first shortcut times 0", () => {
  assert.equal(passed([1, 0, 1], [false, false, true], 1), 2);
  assert.equal(passed([1, 0, 1], [true, false, true], 1), 0);
  assert.equal(passed([1, 0, 1], [false, true, false], 1), 3);
  assert.equal(passed([1, 0, 1], [false, false, false], 0), 1);
  assert.deepEqual(living([false, false, false], 0), [[1, 1, 1]]);
});

test("blocks are passed unless both ways through one are closed", () => {
  assert.equal(reached([false, true, false], 0.5), 3);
  assert.equal(reached([false, true, false], 0), 1);
  assert.equal(reached([false, false, false], 0), 3);
});

test("a path takes a shortcut where it takes no branch", () => {
  assert.deepEqual(WAYS.map(shortcuts), [3, 2, 2, 1, 2, 1, 1, 0]);
});

const content = {
  blocks: 2,
  gradients: [
    {
      weights: "w",
      scale: 1,
      cut: [],
      paths: [
        [1, 1, 1],
        [2, 1, 3],
        [3, 2, 4],
        [4, 3, 5],
      ],
      whole: [6, 5, 7],
    },
    { weights: "w", scale: 1, cut: [1], paths: [[1, 1, 1], [2, 2, 2], 0, 0], whole: [2.5, 2, 3] },
    { weights: "w", scale: 0, cut: [], paths: [0, 0, 0, [8, 7, 9]], whole: [8, 7, 9] },
  ],
};

test("a view's bars: its paths, the whole, and the plain twin, where nothing arrives once one is cut", () => {
  const view = { weights: "w", scale: 1, cut1: false, cut2: false };
  assert.deepEqual(cuts({ ...view, cut2: true }, 2), [false, true]);
  const uncut = bars(content, view);
  assert.deepEqual(uncut[3], [4, 3, 5]);
  assert.deepEqual(
    [uncut.whole, uncut.twin],
    [
      [6, 5, 7],
      [8, 7, 9],
    ],
  );
  const cut = bars(content, { ...view, cut2: true });
  assert.deepEqual(
    [cut[2], cut.whole, cut.twin],
    [
      [0, 0, 0],
      [2.5, 2, 3],
      [0, 0, 0],
    ],
  );
  assert.throws(() => find(content, { ...view, scale: 0.7 }, [false, false]), /not_measured/);
});
