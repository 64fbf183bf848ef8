// Runs the engine as pages load it, without a page: node in_node.mjs FOLDER
//
// FOLDER/jobs.json lists jobs. The results of job i are FOLDER/i.json, and tensors in FOLDER/i.out.safetensors.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";

const STATIC = new URL("../../../../src/resnet_book/explorers/static/site/", import.meta.url);
const run = (text) => vm.runInThisContext(text);
globalThis.resnetBook = {};
run(readFileSync(new URL("engine.js", STATIC), "utf8"));
run(readFileSync(new URL("digits.js", STATIC), "utf8"));
run(readFileSync(new URL("answers.js", STATIC), "utf8"));
run(resnetBook.engine.source);
run(resnetBook.answers.source);
const { kernels, Network, train, evaluate, rate, removalNetwork, removals, readTensors, standardised } =
  residualEngine;

const folder = process.argv[2];

function tensors(file) {
  const bytes = readFileSync(join(folder, file));
  return readTensors(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/** The tensors whose names begin with a prefix, without it. */
const below = (prefix, all) =>
  Object.fromEntries(
    Object.entries(all)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, values]) => [name.slice(prefix.length), values]),
  );

function write(file, all) {
  let end = 0;
  const header = {};
  for (const [name, { length }] of Object.entries(all)) {
    header[name] = { dtype: "F32", shape: [length], data_offsets: [end, end + 4 * length] };
    end += 4 * length;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const size = new BigUint64Array([BigInt(text.length)]);
  const parts = Object.values(all).map((values) => Buffer.from(Float32Array.from(values).buffer));
  writeFileSync(join(folder, file), Buffer.concat([Buffer.from(size.buffer), text, ...parts]));
}

const read = (parameters) =>
  Object.fromEntries([...parameters.shapes()].map(([name]) => [name, parameters.read(name, true)]));
const prefixed = (prefix, all) => Object.fromEntries(Object.entries(all).map(([name, values]) => [prefix + name, values]));
const numbers = (count) => Array.from({ length: count }, (_, i) => i);

/** Give a dropout shortcut its mask, (image, channel, row, column). */
function mask(shortcut, values, lanes) {
  const { width, channels, padded, bytes } = shortcut.added;
  const to = shortcut.plan.memory.floats(shortcut.mask, bytes / 4);
  const pixels = width * width;
  for (const [i, value] of values.entries()) {
    const [pixel, channel, image] = [i % pixels, Math.floor(i / pixels) % channels, Math.floor(i / pixels / channels)];
    to[(pixel * padded + channel) * lanes + image] = value;
  }
  shortcut.given = true;
}

const KINDS = {
  /** Steps of SGD on the images in their order; the first one's gradients, the state at the end, its logits. */
  steps({ spec, size, lanes, rates, momentum, decay, masks }, given) {
    const network = new Network(kernels, spec, { size, lanes });
    network.load(below("weight/", given));
    for (const [i, name] of masks.entries()) mask(network.plan.masks[i], given[`mask/${name}`], lanes);
    const data = network.keep({ images: given.images, labels: Int32Array.from(given.labels) });
    const losses = [];
    let gradients;
    for (const [i, value] of rates.entries()) {
      network.forward(data, numbers(lanes).map((n) => n + i * lanes), { training: true });
      losses.push(network.judge().loss);
      network.backward();
      gradients ??= read(network.plan.parameters);
      network.plan.parameters.descend(value, momentum, decay);
    }
    network.forward(data, numbers(lanes));
    const out = { ...prefixed("gradient/", gradients), ...prefixed("state/", network.state()) };
    return [{ losses }, { ...out, logits: network.logits().flatMap((row) => [...row]) }];
  },

  /** Logits of one image: the whole network's, and without each branch. */
  removals({ spec, size }, { images, ...weights }) {
    const network = removalNetwork({ kernels, Network }, spec, weights, size);
    const rows = removals(network, network.keep({ images, labels: Int32Array.of(0) }), 0);
    return [{}, { logits: rows.flatMap((row) => [...row]) }];
  },

  /** The curve of a training on the digits, and its errors at the end. */
  train({ spec, recipe, seed }) {
    const digits = standardised(resnetBook.digits);
    const network = new Network(kernels, spec, { size: 8, lanes: recipe.batch_size });
    network.initialise({ seed });
    const data = network.keep(digits.train);
    const losses = [...train(network, data, recipe, seed)].map(({ loss }) => loss);
    return [{ losses, train: evaluate(network, data), test: evaluate(network, network.keep(digits.test)) }, {}];
  },

  /** The learning rates of all steps. */
  rates: ({ recipe, images, steps }) => [{ rates: numbers(steps).map((step) => rate(recipe, step, images)) }, {}],

  /** The standardised digits. */
  digits() {
    const { train, test } = standardised(resnetBook.digits);
    return [{}, { train: train.images, test: test.images }];
  },
};

for (const [i, { kind, ...job }] of JSON.parse(readFileSync(join(folder, "jobs.json"), "utf8")).entries()) {
  const [result, out] = KINDS[kind](job, job.given ? tensors(job.given) : {});
  writeFileSync(join(folder, `${i}.json`), JSON.stringify(result));
  write(`${i}.out.safetensors`, out);
}
