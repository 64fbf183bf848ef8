import assert from "node:assert/strict";
import { test } from "node:test";
import { blocks, network, shade, step, total } from "../../src/map/layers.js";

const content = {
  columns: ["kernel", "parameters", "projection"],
  designs: [
    [7, 10, false],
    [3, 5, false],
    [1, 2, true],
    [0, 1, false],
  ],
  networks: {
    small: {
      names: ["conv1", "a", "b", "p", "c", "d", "e", "f", "fc"],
      design: [0, 1, 1, 2, 1, 1, 1, 1, 3],
      stage: [0, 1, 1, 1, 1, 1, 2, 2, 3],
      block: [0, 0, 0, 0, 1, 1, 0, 0, 0],
      time: [1, 2, 3, 4, 5, 6, 7, 8, 9],
      field: [3, 5, 7, 3, 9, 11, 15, 19, 30],
    },
  },
};
const { layers } = network(content, "small");

test("a network's layers are read from columns", () => {
  assert.deepEqual(layers[3], {
    index: 3,
    name: "p",
    stage: 1,
    block: 0,
    time: 4,
    field: 3,
    kernel: 1,
    parameters: 2,
    projection: true,
  });
  assert.throws(() => network(content, "other"), /not_measured/);
});

test("numbers add up, but a field of view is the widest", () => {
  assert.equal(total(layers, "parameters"), 43);
  assert.equal(total(layers, "time"), 45);
  assert.equal(total(layers, "field"), 30);
});

test("a projection belongs to its block", () => {
  assert.deepEqual(
    blocks(layers).map((block) => block.map(({ name }) => name).join("")),
    ["conv1", "abp", "cd", "ef", "fc"],
  );
});

test("keys walk by block and by stage, and stop at both ends", () => {
  const walk = (key, from, times) => {
    const seen = [];
    for (let i = 0; i < times; i++) seen.push(step(layers, seen.at(-1) ?? from, key));
    return seen;
  };
  assert.deepEqual(walk("ArrowUp", 0, 5), [1, 4, 6, 8, 8]);
  assert.deepEqual(walk("ArrowDown", 7, 5), [4, 1, 0, 0, 0]);
  assert.deepEqual(walk("PageUp", 2, 3), [6, 8, 8]);
  assert.deepEqual(walk("PageDown", 5, 2), [0, 0]);
  assert.equal(step(layers, 3, "ArrowRight"), null);
  assert.equal(step(layers, 3, "Home"), null);
});

test("five shades from 0 to the most", () => {
  assert.deepEqual(
    [0, 1, 20, 20.1, 99, 100].map((value) => shade(value, 100)),
    [1, 1, 1, 2, 5, 5],
  );
});
