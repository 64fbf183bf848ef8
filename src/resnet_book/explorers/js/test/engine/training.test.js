import assert from "node:assert/strict";
import { test } from "node:test";
import { Network } from "../../engine/network.js";
import { Diverged, evaluate, train } from "../../engine/training.js";
import { columns, kernels, made, recipe } from "./made.js";

function curve({ spec = made(1), seed = 0, count = 100, ...changes } = {}) {
  const network = new Network(kernels, spec, { size: 8, lanes: 16 });
  network.initialise({ seed });
  const data = network.keep(columns(count, 8, spec.in_channels));
  const steps = [...train(network, data, recipe(changes), seed)];
  return { network, data, steps, losses: steps.map(({ loss }) => loss) };
}

test("training counts steps and epochs, and learns", () => {
  const { network, data, steps } = curve({ epochs: 8 });
  assert.equal(steps.length, 48);
  assert.deepEqual(
    steps.map(({ step, epoch }) => [step, epoch]),
    steps.map((_, i) => [i + 1, Math.floor(i / 6) + 1]),
  );
  assert.deepEqual([steps[0].steps, steps[0].epochs], [48, 8]);
  assert.ok(steps.at(-1).error < steps[0].error);
  assert.equal(evaluate(network, data).error, 0);
  assert.equal(curve({ iterations: 7 }).steps.at(-1).epochs, 2);
});

test("a seed gives the same losses each time, another seed others", () => {
  for (const shortcut of ["A", "dropout=0.5"])
    for (const augment of [false, true]) {
      const spec = made(1, { shortcut });
      assert.deepEqual(curve({ spec, augment }).losses, curve({ spec, augment }).losses);
      assert.notDeepEqual(curve({ spec, augment }).losses, curve({ spec, augment, seed: 1 }).losses);
    }
  assert.notDeepEqual(curve().losses, curve({ augment: true }).losses);
});

test("every image is seen once an epoch, but for an incomplete batch", () => {
  const seen = [];
  const { network } = curve({ epochs: 1 });
  const { forward } = Network.prototype;
  network.forward = function (data, order, options) {
    seen.push(...order);
    return forward.call(this, data, order, options);
  };
  for (const _ of train(network, network.keep(columns(100)), recipe({ epochs: 1 }), 5))
    assert.ok(seen.length);
  assert.equal(new Set(seen).size, 96);
});

test("coloured images, and evaluation of a number of them that is no multiple of a batch", () => {
  const spec = made(1, { in_channels: 3 });
  const { network, data } = curve({ spec, epochs: 6, count: 99 });
  assert.ok(evaluate(network, data).error < 20);
});

test("a loss that is not finite ends the training", () => {
  const spec = made(3, { shortcut: "none", batch_norm: false });
  assert.throws(() => curve({ spec, learning_rate: 1e6, epochs: 20 }), Diverged);
});

test("a choice that the engine does not follow is refused", () => {
  for (const changes of [
    { nesterov: true },
    { label_smoothing: 0.1 },
    { decay_vectors: false },
    { mixup: 0.2 },
    { schedule: "exponential" },
    { warmup: "cosine" },
  ])
    assert.throws(() => curve(changes), new RegExp(`^RangeError: ${Object.keys(changes)[0]} `));
  const neutral = { nesterov: false, label_smoothing: 0, decay_vectors: true, epochs: 1 };
  assert.deepEqual(curve(neutral).losses, curve({ epochs: 1 }).losses);
});
