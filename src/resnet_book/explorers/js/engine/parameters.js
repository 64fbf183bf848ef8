// Parameters in the kernels' layout, and in PyTorch's.
//
// The kernels work on channels in fours: numbers of channels are filled up with channels whose weights are 0
// and stay 0. Convolutions are stored in tiles, see kernels/convolution.ts.

/** Channels filled up to a multiple of four. */
export const padded = (channels) => Math.ceil(channels / 4) * 4;

const count = (shape) => shape.reduce((a, b) => a * b, 1);

/** A vector, one number a channel. */
export const vector = (channels) => ({ shape: [channels], size: padded(channels), place: (i) => i });

/** A convolution's weights, (outputs, inputs, kernel, kernel); `filled` are the inputs that x has. */
export const convolution = (outputs, inputs, kernel, filled) => {
  const taps = kernel * kernel;
  return {
    shape: [outputs, inputs, kernel, kernel],
    size: padded(outputs) * filled * taps,
    place: (i) => {
      const tap = i % taps;
      const input = Math.floor(i / taps) % inputs;
      const output = Math.floor(i / taps / inputs);
      return (((output >> 2) * taps + tap) * filled + input) * 4 + (output & 3);
    },
  };
};

/** All parameters of a network, side by side, so that a step is one call of a kernel. */
export class Parameters {
  #all = new Map(); // name → {layout, offset in floats}
  #bytes = 0;

  constructor(memory) {
    this.memory = memory;
  }

  /** Ask for a parameter; its addresses `at` and `gradient` are known after `place`. */
  add(name, layout) {
    const parameter = { layout, offset: this.#bytes };
    this.#bytes += Math.ceil(layout.size / 4) * 16;
    this.#all.set(name, parameter);
    return parameter;
  }

  /** Give all of them their place; `training`: with gradients and velocities. */
  place(training) {
    this.values = this.memory.take(this.#bytes);
    this.gradients = training ? this.memory.take(this.#bytes) : 0;
    this.velocities = training ? this.memory.take(this.#bytes) : 0;
    for (const parameter of this.#all.values()) {
      parameter.at = this.values + parameter.offset;
      parameter.gradient = this.gradients + parameter.offset;
    }
  }

  /** Names and shapes, in their order. */
  *shapes() {
    for (const [name, { layout }] of this.#all) yield [name, layout.shape];
  }

  has = (name) => this.#all.has(name);

  /** A parameter's values in PyTorch's order, or its gradients. */
  read(name, gradient = false) {
    const { layout, at, gradient: slope } = this.#all.get(name);
    const from = this.memory.floats(gradient ? slope : at, layout.size);
    return Float32Array.from({ length: count(layout.shape) }, (_, i) => from[layout.place(i)]);
  }

  /** Set a parameter from values in PyTorch's order; what fills it up stays 0. */
  write(name, values) {
    const { layout, at } = this.#all.get(name);
    if (values.length !== count(layout.shape))
      throw new RangeError(`${name}: ${values.length} values, not ${layout.shape}`);
    const to = this.memory.floats(at, layout.size);
    for (let i = 0; i < values.length; i++) to[layout.place(i)] = values[i];
  }

  /** A step of SGD. */
  descend(rate, momentum, decay) {
    const { values, gradients, velocities } = this;
    this.memory.kernels.descend(values, gradients, velocities, this.#bytes, rate, momentum, decay);
  }
}
