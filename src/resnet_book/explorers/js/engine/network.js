// A network of residual blocks, made from the JSON of the package's `NetworkSpec`.
import { Block, checkDesign, expansion, preactivation } from "./block.js";
import { refuseUnknown } from "./choices.js";
import { Chain, Convolution } from "./layers.js";
import { Plan } from "./plan.js";

const WEIGHTS = 0xffffffff; // the stream of random numbers that the weights are drawn from

export class Network {
  /**
   * @param module - the compiled kernels.
   * @param spec - as `dataclasses.asdict` gives a NetworkSpec of the CIFAR family; Python has checked it.
   * @param size - of the images, in pixels: rows, and columns; a multiple of 4.
   * @param lanes - images that are computed at once, a multiple of 4.
   * @param training - false: for evaluation alone, with a switch on every branch.
   */
  constructor(module, spec, { size, lanes, training = true }) {
    const { design } = spec;
    refuseUnknown(spec, "depth blocks design width in_channels classes", { family: ["cifar"] });
    checkDesign(design);
    if (size % 4) throw new RangeError(`size ${size} is not 4n`);
    const plan = new Plan(module, lanes, training);
    Object.assign(this, { spec, size, plan, lanes });
    this.input = plan.tensor(size, spec.in_channels, 2 * Math.ceil(spec.in_channels / 2));
    this.stem = this.#stem(design);
    this.blocks = [];
    let x = this.stem.output;
    for (const [stage, count] of spec.blocks.entries())
      for (let i = 0; i < count; i++) {
        const stride = stage > 0 && i === 0 ? 2 : 1;
        const shape = { design, width: spec.width * 2 ** stage, stride, first: stage === 0 && i === 0 };
        this.blocks.push(new Block(plan, `layer${stage + 1}.${i}`, x, shape));
        x = this.blocks.at(-1).output;
      }
    this.#head(x, design);
    plan.finish();
    this.switchAllOn();
  }

  #stem({ batch_norm, order, ...design }) {
    const names = ["conv1"];
    if (batch_norm && order !== "full-preactivation") names.push("bn1");
    if (!preactivation({ order, ...design })) names.push("relu");
    const make = (name, input) =>
      new Convolution(this.plan, name, input, { outputs: this.spec.width, kernel: 3, bias: !batch_norm });
    return new Chain(this.plan, "", names, this.input, make);
  }

  #head(x, design) {
    const { plan, spec } = this;
    const names = [];
    if (design.batch_norm && design.order === "full-preactivation") names.push("bn_last");
    if (preactivation(design)) names.push("relu");
    this.last = new Chain(plan, "", names, x);
    // The classifier is a convolution of one pixel, the mean of all.
    this.pooled = plan.tensor(1, spec.width * 2 ** (spec.blocks.length - 1) * expansion(design));
    this.classifier = new Convolution(plan, "fc", this.pooled, {
      outputs: spec.classes,
      kernel: 1,
      bias: true,
    });
    const { memory, row } = plan;
    this.logitGradient = memory.take(this.classifier.output.bytes);
    for (const name of ["labels", "order"]) this[name] = memory.take(row);
    this.places = memory.take(row * 3);
    this.wrong = memory.take(4);
  }

  // ---- weights

  /**
   * Draw all weights, as `resnet_book.models.initialise` does: convolutions by He et al.'s variance of
   * 2 / (k² · outputs), the classifier's by 1 / inputs; biases 0, γ 1 and β 0, statistics 0 and 1.
   *
   * @param gain - factor on the convolutions' standard deviation.
   * @param zeroGamma - begin with γ = 0 in each branch's last normalisation, so that F(x) = 0.
   */
  initialise({ seed, gain = 1, zeroGamma = false }) {
    const { kernels, memory, parameters, starts, statistics } = this.plan;
    const last = new Set(
      this.blocks.map(({ name, lastNormalisation }) => `${name}.${lastNormalisation}.weight`),
    );
    kernels.seed(seed, WEIGHTS);
    for (const [name, shape] of parameters.shapes()) {
      const count = shape.reduce((a, b) => a * b);
      if (shape.length === 1) {
        const gamma = name.endsWith(".weight") ? 1 : 0;
        const value = zeroGamma && last.has(name) ? 0 : (starts.get(name) ?? gamma);
        parameters.write(name, new Float32Array(count).fill(value));
        continue;
      }
      const [outputs, inputs, kernel] = shape;
      const variance = name === "fc.weight" ? 1 / inputs : (gain * gain * 2) / (kernel * kernel * outputs);
      const drawn = this.plan.shared("drawn", this.#mostWeights());
      kernels.normal(drawn, count, variance);
      parameters.write(name, memory.floats(drawn, count).slice());
    }
    for (const { at, channels, fill } of statistics.values()) memory.floats(at, channels).fill(fill);
  }

  #mostWeights() {
    const counts = [...this.plan.parameters.shapes()].map(([, shape]) => shape.reduce((a, b) => a * b));
    return Math.max(...counts) + 1;
  }

  /**
   * Take over weights, {name: numbers}, by PyTorch's names and in its order.
   *
   * @param partial - leave what is not given as it is: a network that blocks have been appended to.
   */
  load(weights, { partial = false } = {}) {
    const { memory, parameters, statistics } = this.plan;
    const names = [...parameters.shapes()].map(([name]) => name).concat(...statistics.keys());
    for (const name of names) {
      const values = weights[name];
      if (!values && partial) continue;
      if (!values) throw new RangeError(`no ${name}`);
      if (parameters.has(name)) parameters.write(name, values);
      else memory.floats(statistics.get(name).at, statistics.get(name).channels).set(values);
    }
  }

  /** All weights and statistics, {name: numbers}, by PyTorch's names. */
  state() {
    const { memory, parameters, statistics } = this.plan;
    const state = {};
    for (const [name] of parameters.shapes()) state[name] = parameters.read(name);
    for (const [name, { at, channels }] of statistics) state[name] = memory.floats(at, channels).slice();
    return state;
  }

  // ---- images

  /** Keep images, floats of (image, channel, row, column), and their labels. */
  keep({ images, labels }) {
    const { memory } = this.plan;
    const at = memory.take(images.length * 4);
    memory.floats(at, images.length).set(images);
    return { images: at, labels: memory.store(labels), count: labels.length };
  }

  /**
   * Compute the logits of some of the images that are kept; in training the normalisations use and follow the
   * batch's statistics.
   *
   * @param order - which images, at most as many as there are lanes; in training exactly as many.
   * @param places - per image [up, left, flipped]; see kernels/step.ts.
   */
  forward(data, order, { training = false, places = null } = {}) {
    const { plan, input, size, lanes, spec } = this;
    const { memory, kernels, row } = plan;
    if (training && order.length !== lanes) throw new RangeError(`${order.length} images, not ${lanes}`);
    memory.integers(this.order, order.length).set(order);
    if (places) memory.integers(this.places, places.length).set(places);
    kernels.gather(
      ...[data.images, data.labels, this.order, places ? this.places : 0, input.at, this.labels],
      ...[order.length, lanes, size, spec.in_channels, input.padded],
    );
    this.used = order.length;
    if (training) for (const mask of plan.masks) mask.draw();
    this.stem.forward(training);
    for (const block of this.blocks) block.forward(training);
    this.last.forward(training);
    const x = this.last.output;
    kernels.pool(x.at, this.pooled.at, x.width ** 2, x.padded, row);
    this.classifier.forward();
  }

  /** The last images' mean loss, and the number of mistakes. */
  judge() {
    const { plan, spec, used } = this;
    const { classifier, labels, logitGradient, wrong } = this;
    const loss = plan.kernels.crossEntropy(
      ...[classifier.output.at, labels, logitGradient, wrong, spec.classes, used, plan.row],
    );
    return { loss: loss / used, wrong: plan.memory.integers(wrong, 1)[0] };
  }

  /** The gradients of the mean loss that `judge` gave. */
  backward() {
    const { kernels, row, scratch } = this.plan;
    const x = this.last.output;
    const pooled = scratch.take();
    this.classifier.backward(this.logitGradient, pooled, 0);
    let g = scratch.take();
    kernels.poolBackward(pooled, g, x.width ** 2, x.padded, row);
    scratch.give(pooled);
    this.last.backward(g, g, false, false);
    for (const block of this.blocks.toReversed()) g = block.backward(g);
    this.stem.backward(g, 0, false, false);
  }

  /** The logits of the last images, one list of classes for each. */
  logits() {
    const { plan, spec, lanes, used } = this;
    const rows = plan.memory.floats(this.classifier.output.at, spec.classes * lanes);
    return Array.from({ length: used }, (_, n) =>
      Float32Array.from({ length: spec.classes }, (_, j) => rows[j * lanes + n]),
    );
  }

  // ---- switches

  /** Turn a block's branch off, or on again, for one of the images of a batch; not in a network that trains. */
  turn(block, image, on) {
    const { switches } = this.blocks[block];
    this.plan.memory.floats(switches, this.lanes)[image] = on ? 1 : 0;
  }

  switchAllOn() {
    for (const { switches } of this.blocks)
      if (switches) this.plan.memory.floats(switches, this.lanes).fill(1);
  }
}
