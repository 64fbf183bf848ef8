// The kernels' memory: what is given out is never given back, but for `Pool`.
const ALIGNED = 64; // bytes, a cache line
const PAGE = 65536;

export class Memory {
  #top;

  /** @param module - the compiled kernels, a WebAssembly.Module. */
  constructor(module) {
    this.kernels = new WebAssembly.Instance(module).exports;
    this.#top = PAGE; // below lies what the kernels were compiled with
  }

  /** The address of so many new bytes, all 0. */
  take(bytes) {
    const { memory } = this.kernels;
    const at = Math.ceil(this.#top / ALIGNED) * ALIGNED;
    this.#top = at + bytes;
    const missing = this.#top - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    return at;
  }

  /** Numbers at an address; not to be kept, as memory that grows leaves the view empty. */
  floats(at, count) {
    return new Float32Array(this.kernels.memory.buffer, at, count);
  }

  integers(at, count) {
    return new Int32Array(this.kernels.memory.buffer, at, count);
  }

  /** The address of a copy of whole numbers. */
  store(numbers) {
    const at = this.take(numbers.length * 4);
    this.integers(at, numbers.length).set(numbers);
    return at;
  }
}

/** Buffers that are taken and given back, the last one first. */
export class Pool {
  #free = new Map(); // bytes → addresses

  constructor(memory) {
    this.memory = memory;
  }

  take(bytes) {
    return this.#free.get(bytes)?.pop() ?? this.memory.take(bytes);
  }

  give(at, bytes) {
    if (!this.#free.has(bytes)) this.#free.set(bytes, []);
    this.#free.get(bytes).push(at);
  }
}
