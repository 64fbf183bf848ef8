// The layers of a network: convolution, batch normalisation, ReLU. Each knows where its input and its output
// lie, and
//
//   forward(training)
//   backward(g, to, accumulate)  writes the gradient of its input, from that of its output, to the address `to`,
//                                or adds it there; `to` may be g where the layer is `inPlace`
//
// A tensor is {at, width, channels, padded, bytes}: its address, its pixels in a row, its channels, as they are
// and filled up to fours.
import * as parameters from "./parameters.js";

export class Convolution {
  inPlace = false;

  constructor(plan, name, input, { outputs, kernel, stride = 1, bias = false }) {
    Object.assign(this, { plan, input, kernel });
    this.weight = plan.parameters.add(
      `${name}.weight`,
      parameters.convolution(outputs, input.channels, kernel, input.padded),
    );
    this.bias = bias && plan.parameters.add(`${name}.bias`, parameters.vector(outputs));
    this.output = plan.tensor(input.width / stride, outputs);
    this.tables = plan.tables({
      kernel,
      stride,
      width: input.width,
      inputs: input.padded,
      outputs: this.output.padded,
    });
    this.exchanged =
      plan.training && plan.shared(`exchanged ${this.weight.layout.size}`, this.weight.layout.size);
  }

  forward() {
    const { plan, input, output, kernel, weight, bias, tables } = this;
    const tile = kernel * kernel * input.padded * 16;
    const pixels = output.width ** 2;
    plan.kernels.convolve(
      ...[input.at, weight.at, output.at, tables.forward, pixels, output.padded, tile, plan.row],
      ...[bias ? bias.at : 0, 0],
    );
  }

  /** Without `to` only the gradients of the parameters. */
  backward(g, to, accumulate) {
    const { plan, input, output, kernel, weight, bias, tables, exchanged } = this;
    const { kernels, row } = plan;
    const taps = kernel * kernel;
    kernels.weightGradient(
      input.at,
      g,
      weight.gradient,
      tables.pairs,
      taps,
      input.padded,
      output.padded,
      row,
    );
    if (bias) kernels.biasGradient(g, bias.gradient, output.width ** 2, output.padded, row);
    if (!to) return;
    kernels.exchange(weight.at, exchanged, taps, input.padded, output.padded);
    const tile = taps * output.padded * 16;
    kernels.convolve(
      ...[g, exchanged, to, tables.backward, input.width ** 2, input.padded, tile, row, 0, accumulate],
    );
  }
}

/** Batch normalisation, then, if there is one, the addition of a shortcut, then ReLU where `relu` is set. */
export class Normalisation {
  inPlace = true;
  shortcut = null; // the tensor that is added

  constructor(plan, name, input, output, relu) {
    Object.assign(this, { plan, input, output, relu: Number(relu) });
    this.gamma = plan.parameters.add(`${name}.weight`, parameters.vector(input.channels));
    this.beta = plan.parameters.add(`${name}.bias`, parameters.vector(input.channels));
    this.runningMean = plan.statistic(`${name}.running_mean`, input.channels, 0);
    this.runningVariance = plan.statistic(`${name}.running_var`, input.channels, 1);
    this.mean = plan.memory.take(input.padded * 4);
    this.inverse = plan.memory.take(input.padded * 4);
  }

  forward(training) {
    const { plan, input, output, gamma, beta, inverse, runningMean, runningVariance, relu } = this;
    const { kernels, row } = plan;
    const size = [input.width ** 2, input.padded];
    if (training)
      kernels.statistics(input.at, ...size, row, this.mean, inverse, runningMean, runningVariance);
    else kernels.evaluationInverse(runningVariance, inverse, input.padded);
    const mean = training ? this.mean : runningMean;
    const shortcut = this.shortcut ? this.shortcut.at : 0;
    kernels.normalise(input.at, output.at, ...size, row, gamma.at, beta.at, mean, inverse, shortcut, relu);
  }

  /** Where a shortcut was added, g becomes the gradient of that sum: what ReLU lets through. */
  backward(g, to, accumulate) {
    const { plan, input, output, gamma, beta, mean, inverse, relu } = this;
    const masked = this.shortcut || accumulate ? g : to;
    plan.kernels.normaliseBackward(
      ...[g, input.at, output.at, masked, to, input.width ** 2, input.padded, plan.row],
      ...[gamma.at, mean, inverse, gamma.gradient, beta.gradient, relu, accumulate],
    );
  }
}

export class Relu {
  inPlace = true;

  constructor(plan, input, output) {
    Object.assign(this, { plan, input, output });
  }

  forward() {
    this.plan.weigh(this.input.at, this.output, 1, 1);
  }

  backward(g, to, accumulate) {
    this.plan.kernels.rectifyBackward(g, this.output.at, to, this.output.bytes, accumulate);
  }
}

/** Layers one after another, each on the output of the one before. */
export class Chain {
  /**
   * @param names - of the layers: conv1, bn1, relu, …; a ReLU after a normalisation is done by it.
   * @param make - makes the convolution of a name on an input.
   */
  constructor(plan, prefix, names, input, make) {
    this.plan = plan;
    this.layers = [];
    let last = input;
    for (const [i, name] of names.entries()) {
      if (name === "relu" && names[i - 1]?.startsWith("bn")) continue;
      // What nothing else reads may be overwritten, unless gradients need it.
      const output = () => (plan.training || last === input ? plan.tensor(last.width, last.channels) : last);
      const layer = name.startsWith("conv")
        ? make(name, last)
        : name === "relu"
          ? new Relu(plan, last, output())
          : new Normalisation(plan, prefix + name, last, output(), names[i + 1] === "relu");
      this.layers.push(layer);
      if (last !== input && layer.output !== last) plan.release(last);
      last = layer.output;
    }
    this.output = last;
  }

  forward(training) {
    for (const layer of this.layers) layer.forward(training);
  }

  /**
   * The gradient of the input, from g, that of the output.
   *
   * @param keep - leave g as it is, for a shortcut; else it is given back, unless it is `to`.
   */
  backward(g, to, accumulate, keep) {
    const { scratch } = this.plan;
    let now = g;
    for (let i = this.layers.length - 1; i >= 0; i--) {
      const layer = this.layers[i];
      const own = now !== g || !keep;
      const target = i === 0 ? to : layer.inPlace && own ? now : scratch.take();
      layer.backward(now, target, Number(i === 0 && accumulate));
      if (now !== target && own) scratch.give(now);
      now = target;
    }
  }
}
