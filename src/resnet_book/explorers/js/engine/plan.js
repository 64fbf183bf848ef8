// What the layers of one network share: its memory, its parameters, its tables and its batch size.
import { Memory, Pool } from "./memory.js";
import { Parameters, padded } from "./parameters.js";
import { tapTables } from "./taps.js";

export class Plan {
  masks = []; // dropout shortcuts, which draw a mask a step
  starts = new Map(); // name → what a bias begins with, where that is not 0
  statistics = new Map(); // name → {at, channels, fill}
  #tables = new Map();
  #shared = new Map();
  #most = 0; // bytes of the largest tensor

  /**
   * @param module - the compiled kernels.
   * @param lanes - places for images in a batch, a multiple of 4.
   * @param training - whether gradients can be computed; else layers overwrite what is not needed any more.
   */
  constructor(module, lanes, training) {
    if (lanes % 4) throw new RangeError(`${lanes} images, not 4n`);
    this.memory = new Memory(module);
    this.kernels = this.memory.kernels;
    this.parameters = new Parameters(this.memory);
    this.pool = new Pool(this.memory);
    Object.assign(this, { lanes, training, row: lanes * 4 });
  }

  /** A tensor of so many pixels in a row, and channels; `filled` if not up to a multiple of 4. */
  tensor(width, channels, filled = padded(channels)) {
    const bytes = width * width * filled * this.row;
    this.#most = Math.max(this.#most, bytes);
    return { at: this.pool.take(bytes), width, channels, padded: filled, bytes };
  }

  /** Nothing reads this tensor from now on. */
  release(tensor) {
    if (!this.training) this.pool.give(tensor.at, tensor.bytes);
  }

  /** Statistics of each channel, part of the network's state. */
  statistic(name, channels, fill) {
    const at = this.memory.take(padded(channels) * 4);
    this.memory.floats(at, padded(channels)).fill(fill);
    this.statistics.set(name, { at, channels, fill });
    return at;
  }

  /** The addresses of a convolution's tables; those of the same shape are made once. */
  tables(shape) {
    const key = JSON.stringify(shape);
    if (!this.#tables.has(key)) {
      const made = Object.entries(tapTables({ ...shape, row: this.row }));
      this.#tables.set(
        key,
        Object.fromEntries(made.map(([name, table]) => [name, this.memory.store(table)])),
      );
    }
    return this.#tables.get(key);
  }

  /** Memory of so many numbers that all who ask with this key share. */
  shared(key, count) {
    if (!this.#shared.has(key)) this.#shared.set(key, this.memory.take(count * 4));
    return this.#shared.get(key);
  }

  /** The tensor becomes factor · x, then ReLU of it if `relu`. */
  weigh(x, { at, bytes }, factor, relu = 0) {
    this.kernels.weightedSum(x, x, at, bytes, factor, 0, relu);
  }

  /** Use a buffer for a gradient, and give it back. */
  borrow(use) {
    const at = this.scratch.take();
    use(at);
    this.scratch.give(at);
  }

  /** Place the parameters, when all layers have been made. */
  finish() {
    this.parameters.place(this.training);
    const { pool } = this;
    const bytes = this.#most;
    // Buffers for gradients, each large enough for every tensor.
    this.scratch = { take: () => pool.take(bytes), give: (at) => pool.give(at, bytes) };
  }
}
