import assert from "node:assert/strict";
import { test } from "node:test";
import { band, curves, find } from "../../src/kinds/degradation.js";

const network = (depth, kind, always = true) => ({
  depth,
  kind,
  always,
  name: `${kind}-${depth}, in full`,
  tag: `${kind}-${depth}`,
  look: { colour: `colour of ${kind}`, symbol: "circle" },
  train_error: [
    [10, 8],
    [20, 6],
  ],
});
const content = {
  networks: [
    network(20, "none"),
    network(20, "A"),
    network(20, "pre", false),
    network(56, "none"),
    network(56, "A"),
  ],
};
const names = (networks) => networks.map(({ tag }) => tag);

test("a band has the mean and the range of the seeds; epochs not measured are left out", () => {
  assert.deepEqual(
    band([
      [10, null, 4],
      [20, 8, 6],
    ]),
    [
      { x: 1, y: 15, low: 10, high: 20 },
      { x: 3, y: 5, low: 4, high: 6 },
    ],
  );
});

test("plain and residual are always shown, another kind where it is chosen and recorded", () => {
  assert.deepEqual(names(find(content, { depth: 20, also: [] })), ["none-20", "A-20"]);
  assert.deepEqual(names(find(content, { depth: 20, also: ["pre"] })), ["none-20", "A-20", "pre-20"]);
  assert.deepEqual(names(find(content, { depth: 56, also: ["pre"] })), ["none-56", "A-56"]);
  assert.throws(() => find(content, { depth: 32, also: [] }), /not_recorded/);
  assert.throws(() => find({}, { depth: 20, also: [] }), /not_recorded/);
});

test("pinned networks keep their colour, and are dashed; the other depths are faint and not read", () => {
  const values = { depth: 56, also: [], error: "train_error" };
  const drawn = curves(content, { values, pinned: { depth: 20, also: ["pre"] } }, ({ name }) => `(${name})`);
  const of = (start) => drawn.filter(({ id }) => id.startsWith(start));
  assert.deepEqual(
    of("pinned").map(({ colour, name }) => [colour, name]),
    [
      ["colour of none", "none-20"],
      ["colour of A", "A-20"],
      ["colour of pre", "pre-20"],
    ],
  );
  assert.ok(of("pinned").every(({ dashes, heard }) => dashes && heard.startsWith("(")));
  assert.deepEqual(
    of("chosen").map(({ name, dashes }) => [name, dashes]),
    [
      ["none-56", undefined],
      ["A-56", undefined],
    ],
  );
  assert.equal(of("faint").length, 4);
  assert.ok(of("faint").every(({ read, name }) => read === false && name === undefined));
  const same = curves(content, { values, pinned: values }, String);
  assert.equal(same.filter(({ id }) => id.startsWith("pinned")).length, 0);
});
