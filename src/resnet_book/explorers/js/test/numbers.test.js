import assert from "node:assert/strict";
import { test } from "node:test";
import { decades, number, spread } from "../src/chart.js";
import { stages } from "../src/cost.js";
import { band, command, find } from "../src/degradation.js";
import { products, terms } from "../src/identity.js";
import { fromText, judged, toText } from "../src/predict.js";
import { points } from "../src/signal.js";

test("numbers are written for people", () => {
  assert.deepEqual([0, 12.34, 0.01234, 1.23e-9, 4321, 2.5e8, null].map((v) => number(v)),
    ["0", "12.3", "0.0123", "1.2e-9", "4,321", "2.5e+8", "not finite"]);
});

test("the spread is the standard deviation with n − 1, as in the book's tables", () => {
  assert.deepEqual(spread([1, 2, 3]), { mean: 2, deviation: 1 });
  assert.deepEqual(spread([8.7]), { mean: 8.7, deviation: null });
});

test("a logarithmic axis begins and ends at powers of ten", () => {
  const axis = decades([2e-4, 0.3, 0]);
  assert.deepEqual(axis.domain, [1e-4, 1]);
  assert.equal(axis.tickFormat(1e-4), "10⁻⁴");
  assert.ok(decades([1e-30, 1]).ticks.length <= 9);
  assert.deepEqual(decades([1, 1]).domain, [1, 10]);
});

test("a band has the mean and the range of the seeds; epochs not measured are left out", () => {
  assert.deepEqual(band([[10, null, 4], [20, 8, 6]]), [
    { epoch: 1, mean: 15, low: 10, high: 20 },
    { epoch: 3, mean: 5, low: 4, high: 6 },
  ]);
});

test("what is not recorded is null, and has a command", () => {
  const content = { networks: [{ depth: 20, shortcut: "A" }], missing: "record --depth {depth} {shortcut} --seed 0" };
  assert.equal(find(content, { depth: 20, shortcut: "A" }), content.networks[0]);
  assert.equal(find(content, { depth: 56, shortcut: "A" }), null);
  assert.equal(command(content, { depth: 56, shortcut: "pre" }), "record --depth 56 --shortcut A --order full-preactivation --seed 0");
  assert.throws(() => find({}, { depth: 20, shortcut: "A" }), /No recorded runs/);
});

test("the product is λ^(L−l), and 1 at the end", () => {
  assert.deepEqual(products(0.5, 3).map((p) => p.value), [0.125, 0.25, 0.5, 1]);
});

test("terms are relative to the end of the stack", () => {
  const content = { stacks: [{ scale: 0.5, blocks: 2, last_gradient: 4, last_signal: 10, gradient: [8, 4], through_branches: [7, 2], signal: [20, 10], branch_sum: [5, 5] }] };
  const view = { scale: 0.5, blocks: 2, direction: "backward" };
  const values = (rows) => rows.map((r) => r.value);
  const back = terms(content, view);
  assert.deepEqual(values(back.total), [2, 1]);
  assert.deepEqual(values(back.direct), [0.25, 0.5]);
  assert.deepEqual(values(back.branches), [1.75, 0.5]);
  const forward = terms(content, { ...view, direction: "forward" });
  assert.deepEqual(values(forward.direct), [0.5, 0.5]);
  assert.throws(() => terms(content, { ...view, scale: 0.6 }), /not measured/);
});

test("a stage of n blocks is its first block and n − 1 others", () => {
  const content = { families: { cifar: {
    blocks: { 20: ["basic", [3, 2]] },
    designs: { "basic A 1x1": [["stem", [16, 32, 32], 5, 50, 0, 0], ["layer1", [16, 32, 32], 10, 100, 7, 70], ["layer2", [32, 16, 16], 20, 200, 9, 90], ["head", [10], 1, 1, 0, 0]] },
  } } };
  const view = { family: "cifar", depth: 20, shortcut: "A", stride_on: "1x1" };
  assert.deepEqual(stages(content, view).map((s) => [s.name, s.parameters, s.multiplyAdds]),
    [["stem", 5, 50], ["layer1", 24, 240], ["layer2", 29, 290], ["head", 1, 1]]);
  assert.deepEqual(stages(content, view), stages(content, view), "counting changes nothing");
  assert.throws(() => stages(content, { ...view, depth: 56 }), /did not come/);
});

test("layers that overflowed are left out of a curve", () => {
  assert.deepEqual(points({ gradient: [1, null, 0, 2] }, "gradient"), [{ layer: 1, value: 1 }, { layer: 4, value: 2 }]);
});

const percent = { form: "number", answer: [71.8, 87.8, 82.2], unit: "%", low: 0, high: 100, step: 1 };

test("a guess is judged against the range of the seeds", () => {
  assert.match(judged(percent, 30), /You said 30 %\. Measured: 71\.8 to 87\.8 % \(3 seeds\), 41\.8 points above/);
  assert.match(judged(percent, 95), /7\.2 points below/);
  assert.match(judged(percent, 80), /You are right/);
  assert.match(judged({ ...percent, answer: [71.8] }, 72), /Measured: 71\.8 %\. You are right/);
});

test("a choice is judged with its reason", () => {
  const choice = { form: "choice", options: ["a", "b"], answer: "b", because: "It is 3 times b." };
  assert.equal(judged(choice, "a"), "Measured: b. It is 3 times b.");
  assert.equal(judged(choice, "b"), "You chose what was measured. It is 3 times b.");
});

test("a curve is judged where it is farthest off", () => {
  const curve = { form: "curve", x: [8, 20], answer: [1, 10], xlabel: "depth", ylabel: "error" };
  assert.match(judged(curve, [2, 40]), /At depth 20 you drew 40; measured: 10\. On average your curve is off by 15\.5/);
});

test("guesses survive an address, and impossible ones are refused", () => {
  assert.equal(fromText(percent, toText(30)), 30);
  assert.throws(() => fromText(percent, "300"), /does not take/);
  assert.throws(() => fromText(percent, "many"), /does not take/);
  const curve = { form: "curve", x: [8, 20], low: 0, high: 100 };
  assert.deepEqual(fromText(curve, toText([5, 50])), [5, 50]);
  assert.throws(() => fromText(curve, "5"), /does not take/);
});
