import assert from "node:assert/strict";
import { test } from "node:test";
import { Network } from "../../engine/network.js";
import { removalNetwork, removals } from "../../engine/removals.js";
import { columns, kernels, made } from "./made.js";

const network = (spec, options) => {
  const one = new Network(kernels, spec, { size: 8, lanes: 8, ...options });
  one.initialise({ seed: 3 });
  return one;
};
const numbers = (count) => Array.from({ length: count }, (_, i) => i);

function logits(one, { count = 8, ...options } = {}) {
  one.forward(one.keep(columns(count)), numbers(count), options);
  return one.logits().map((row) => [...row]);
}

const largest = (a, b) => Math.max(...a.flat().map((value, i) => Math.abs(value - b.flat()[i])));

test("weights go in and come out in PyTorch's order, whatever their layout", () => {
  for (const width of [4, 6]) {
    const one = network(made(1, { width, shortcut: "B" }));
    const other = network(made(1, { width, shortcut: "B" }));
    other.initialise({ seed: 4 });
    assert.notDeepEqual(other.state(), one.state());
    other.load({ ...one.state(), "bn1.num_batches_tracked": [0] });
    assert.deepEqual(other.state(), one.state());
    assert.deepEqual(logits(other), logits(one));
  }
  const one = network(made(1));
  assert.throws(() => one.load({}), /no conv1.weight/);
  assert.throws(() => one.load({ ...one.state(), "fc.bias": [1] }), /fc.bias: 1 values, not 10/);
});

test("weights are drawn with He et al.'s variance, times the gain", () => {
  const one = network(made(1, { width: 32 }));
  const deviation = (values) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
  const drawn = () => deviation(one.state()["layer3.0.conv2.weight"]) / Math.sqrt(2 / (9 * 128));
  assert.ok(Math.abs(drawn() - 1) < 0.01);
  one.initialise({ seed: 3, gain: 0.5 });
  assert.ok(Math.abs(drawn() - 0.5) < 0.005);
  const { "fc.weight": weights, "fc.bias": bias, "bn1.weight": gamma } = one.state();
  assert.ok(Math.abs(deviation(weights) * Math.sqrt(128) - 1) < 0.1);
  assert.deepEqual([...new Set(bias), ...new Set(gamma)], [0, 1]);
  assert.ok(
    network(made(1, { shortcut: "shortcut-gating=-3" }))
      .state()
      ["layer1.0.downsample.gate.bias"].every((b) => b === -3),
  );
});

test("with γ = 0 all branches give 0, so that further blocks change nothing", () => {
  const small = network(made(1, { order: "full-preactivation" }), { training: true });
  const grown = network(made(3, { order: "full-preactivation" }));
  grown.initialise({ seed: 9, zeroGamma: true });
  grown.load(small.state(), { partial: true });
  assert.ok(largest(logits(grown), logits(small)) < 1e-6);
});

test("a network for evaluation alone gives the same logits, in batches of any size", () => {
  const designs = [
    ...["none", "A", "B", "C", "scaling=0.5,0.5", "exclusive-gating", "shortcut-gating", "dropout"].map(
      (shortcut) => ({ shortcut }),
    ),
    ...["bn-after-addition", "relu-before-addition", "relu-only-preactivation", "full-preactivation"].map(
      (order) => ({ order }),
    ),
    ...[
      { shape: "bottleneck" },
      { shape: "bottleneck", stride_on: "3x3", shortcut: "B" },
      { batch_norm: false },
    ],
  ];
  for (const design of designs) {
    const training = network(made(2, design));
    logits(training, { training: true }); // so that the statistics are not those of the beginning
    const evaluating = network(made(2, design), { lanes: 12, training: false });
    evaluating.load(training.state());
    assert.ok(largest(logits(evaluating), logits(training)) < 1e-5, JSON.stringify(design));
    assert.deepEqual(logits(evaluating, { count: 3 }), logits(evaluating).slice(0, 3));
  }
});

test("a branch that is off leaves the shortcut alone, for one image or for all", () => {
  const spec = made(2, { order: "full-preactivation" });
  const trained = network(spec);
  logits(trained, { training: true });
  const state = trained.state();
  const without = network(spec, { training: false });
  // Without the second convolution's weights the branch gives 0 as well.
  without.load({ ...state, "layer2.1.conv2.weight": state["layer2.1.conv2.weight"].fill(0) });
  const wanted = logits(without);
  const one = network(spec, { training: false });
  one.load(trained.state());
  const whole = logits(one);
  one.turn(3, 5, false);
  const off = logits(one);
  assert.deepEqual(off[4], whole[4]);
  assert.ok(largest([off[5]], [wanted[5]]) < 1e-6);
  assert.ok(largest([off[5]], [whole[5]]) > 1e-4);
  one.switchAllOn();
  assert.deepEqual(logits(one), whole);

  const all = removalNetwork({ kernels, Network }, spec, trained.state(), 8);
  const rows = removals(all, all.keep(columns(8)), 5).map((row) => [...row]);
  assert.equal(rows.length, 7);
  assert.ok(largest([rows[0]], [whole[5]]) < 1e-6);
  assert.ok(largest([rows[4]], [wanted[5]]) < 1e-6);
});

test("what the page cannot compute is refused", () => {
  const refused = (spec, field) =>
    assert.throws(() => network(spec), new RegExp(`^RangeError: ${field} .* is not implemented here`));
  const values = { squeeze_excitation: 4, shape: "wide", order: "none", stride_on: "2x2" };
  for (const [field, value] of Object.entries(values)) refused(made(1, { [field]: value }), field);
  refused({ ...made(1), family: "imagenet" }, "family");
  // A field that Python has and the engine does not know, whatever its value.
  refused(made(1, { groups: 1 }), "groups");
  refused({ ...made(1), pooling: null }, "pooling");
  assert.throws(() => network(made(1), { size: 6 }), /size 6 is not 4n/);
  assert.throws(() => network(made(1, { shortcut: "highway" })), /no shortcut highway/);
  assert.throws(() => network(made(1), { lanes: 6 }), /6 images, not 4n/);
  const one = network(made(1));
  assert.throws(() => logits(one, { count: 4, training: true }), /4 images, not 8/);
});
