import assert from "node:assert/strict";
import { test } from "node:test";
import { layOut, nearest, spans } from "../../src/map/layout.js";

/** A network of stages with so many blocks of so many layers. */
function layers(stages, inBlock) {
  const found = [];
  for (const [stage, count] of stages.entries())
    for (let i = 0; i < count * inBlock; i++)
      found.push({ index: found.length, stage, block: Math.floor(i / inBlock) });
  return found;
}

test("every layer has its place, in order, within the width", () => {
  for (const width of [280, 342, 640])
    for (const each of [layers([2, 2], 2), layers([3, 4, 6, 3], 3), layers([3, 8, 36, 3], 3)]) {
      const { bar, rows } = layOut(each, width);
      assert.deepEqual(
        rows.flat().map(({ layer }) => layer.index),
        each.map(({ index }) => index),
      );
      for (const row of rows) {
        assert.ok(row.at(-1).x + bar <= width + 0.01);
        for (let i = 1; i < row.length; i++) assert.ok(row[i].x > row[i - 1].x + bar);
      }
    }
});

test("bars are never hair-thin: long networks take several rows, broken between blocks", () => {
  const long = layers([3, 8, 36, 3], 3);
  assert.equal(layOut(long, 640).rows.length, 1);
  const { bar, rows } = layOut(long, 310);
  assert.equal(rows.length, 2);
  assert.ok(bar >= 2);
  const [first, second] = [rows[0].at(-1).layer, rows[1][0].layer];
  assert.ok(first.stage !== second.stage || first.block !== second.block);
});

test("gaps grow from layer to block to stage", () => {
  const { bar, rows } = layOut(layers([2, 1], 2), 300);
  const gaps = rows[0].slice(1).map((cell, i) => cell.x - rows[0][i].x - bar);
  assert.ok(gaps[0] < gaps[1] && gaps[1] < gaps[3]);
});

test("spans and the nearest layer of a row", () => {
  const { bar, rows } = layOut(layers([2, 1], 2), 300);
  const found = spans(rows[0], bar, (layer) => layer.stage);
  assert.deepEqual(
    found.map(({ key, cells }) => [key, cells.length]),
    [
      [0, 4],
      [1, 2],
    ],
  );
  assert.equal(nearest(rows[0], bar, -5).index, 0);
  assert.equal(nearest(rows[0], bar, rows[0][3].x + bar / 2 + 1).index, 3);
  assert.equal(nearest(rows[0], bar, 999).index, 5);
});
