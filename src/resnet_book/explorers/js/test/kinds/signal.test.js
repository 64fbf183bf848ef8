import assert from "node:assert/strict";
import { test } from "node:test";
import { curves, find, points } from "../../src/kinds/signal.js";

const network = (depth, shortcut) => ({
  depth,
  shortcut,
  norm: "yes",
  gain: 1,
  name: `${shortcut}-${depth}`,
  tag: shortcut,
  gradient: [1, 2],
});
const content = {
  shown: { none: { colour: "p", symbol: "circle" }, A: { colour: "r", symbol: "square" } },
  networks: [network(20, "none"), network(20, "A"), network(56, "A")],
};
const values = { depth: 20, shortcuts: ["none", "A"], norm: "yes", gain: 1, quantity: "gradient" };
const words = { say: (key, { name = "", network: of = "" }) => `${key} ${name}${of}` };

test("layers that overflowed are left out of a curve", () => {
  assert.deepEqual(points({ gradient: [1, null, 0, 2] }, "gradient"), [
    { x: 1, y: 1 },
    { x: 4, y: 2 },
  ]);
});

test("several networks are shown at once, in their own colours, and none is too", () => {
  assert.deepEqual(
    find(content, values).map(({ name }) => name),
    ["none-20", "A-20"],
  );
  assert.deepEqual(find(content, { ...values, shortcuts: [] }), []);
  assert.throws(() => find(content, { ...values, depth: 56 }), /not_measured/);
  const drawn = curves(content, { values, labels: {}, pinned: null }, words);
  assert.deepEqual(
    drawn.map(({ colour, symbol }) => [colour, symbol]),
    [
      ["p", "circle"],
      ["r", "square"],
    ],
  );
});

test("pinned networks keep their colour and are dashed; one that is shown already is not drawn twice", () => {
  const pinned = { ...values, depth: 56, shortcuts: ["A"] };
  const [first, ...rest] = curves(content, { values, labels: {}, pinned, pinnedLabels: {} }, words);
  assert.deepEqual([first.colour, first.heard, Boolean(first.dashes)], ["r", "pinned name A-56", true]);
  assert.ok(rest.every(({ dashes }) => !dashes));
  assert.equal(curves(content, { values, labels: {}, pinned: values, pinnedLabels: {} }, words).length, 2);
});
