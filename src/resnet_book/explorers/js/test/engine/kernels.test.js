import assert from "node:assert/strict";
import { test } from "node:test";
import { Memory } from "../../engine/memory.js";
import { kernels } from "./made.js";

const open = () => new Memory(kernels);

test("random numbers are those of xoshiro128**, the same for a seed", () => {
  const { kernels: k } = open();
  const draw = (seed, stream) => {
    k.seed(seed, stream);
    return Array.from({ length: 4 }, () => k.below(1000));
  };
  assert.deepEqual(draw(0, 0), draw(0, 0));
  assert.notDeepEqual(draw(0, 0), draw(0, 1));
  assert.notDeepEqual(draw(0, 0), draw(1, 0));
  // By an implementation with BigInt, beside it.
  assert.deepEqual(draw(5, 2), reference(5n, 2n, 4, 1000n));
});

/** The same sequence, from the papers' definitions. */
function reference(seed, stream, count, limit) {
  const whole = (1n << 64n) - 1n;
  let state = (seed << 32n) | stream;
  const words = [];
  for (let i = 0; i < 2; i++) {
    state = (state + 0x9e3779b97f4a7c15n) & whole;
    let z = ((state ^ (state >> 30n)) * 0xbf58476d1ce4e5b9n) & whole;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & whole;
    z ^= z >> 31n;
    words.push(z & 0xffffffffn, z >> 32n);
  }
  let [a, b, c, d] = words;
  c |= 1n;
  const part = (x) => x & 0xffffffffn;
  const rotated = (x, k) => part((x << k) | (x >> (32n - k)));
  return Array.from({ length: count }, () => {
    const result = part(rotated(part(b * 5n), 7n) * 9n);
    const t = part(b << 9n);
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotated(d, 11n);
    return Number((result * limit) >> 32n);
  });
}

test("normal numbers have the mean, the variance and the tails that they should", () => {
  const memory = open();
  const count = 20_001;
  const at = memory.take((count + 1) * 4);
  memory.kernels.seed(1, 0);
  memory.kernels.normal(at, count, 4);
  const drawn = memory.floats(at, count);
  const mean = drawn.reduce((a, b) => a + b, 0) / count;
  const variance = drawn.reduce((a, b) => a + (b - mean) ** 2, 0) / count;
  assert.ok(Math.abs(mean) < 0.05);
  assert.ok(Math.abs(variance - 4) < 0.15);
  const beyond = drawn.filter((x) => Math.abs(x) > 4).length / count; // two deviations
  assert.ok(Math.abs(beyond - 0.0455) < 0.006);
});

test("a dropout mask keeps its share, and the mean", () => {
  const memory = open();
  const at = memory.take(40_000);
  memory.kernels.seed(1, 0);
  memory.kernels.dropoutMask(at, 40_000, 0.25);
  const mask = memory.floats(at, 10_000);
  assert.deepEqual([...new Set(mask)].sort(), [0, Math.fround(1 / 0.75)]);
  assert.ok(Math.abs(mask.filter((x) => x === 0).length - 2500) < 150);
});

test("images are moved and flipped, and what comes in from outside is 0", () => {
  const memory = open();
  const [size, lanes] = [4, 4];
  const at = (numbers) => {
    const address = memory.take(numbers.length * 4);
    memory.floats(address, numbers.length).set(numbers);
    return address;
  };
  const images = at(Array.from({ length: 16 }, (_, i) => i + 1));
  const [labels, order] = [memory.store([7]), memory.store([0, 0, 0])];
  const places = memory.store([0, 0, 0, 1, 0, 0, 0, -1, 1]);
  const x = memory.take(size * size * 2 * lanes * 4);
  const targets = memory.take(16);
  memory.kernels.gather(images, labels, order, places, x, targets, 3, lanes, size, 1, 2);
  const batch = memory.floats(x, size * size * 2 * lanes);
  const image = (n) => Array.from({ length: 16 }, (_, p) => batch[p * 2 * lanes + n]);
  assert.deepEqual(image(0), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
  assert.deepEqual(image(1), [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 0, 0, 0, 0]); // up
  // Flipped, 4 3 2 1, then moved to the right: as the Python package, whose crop moves what is flipped.
  assert.deepEqual(image(2).slice(0, 4), [3, 2, 1, 0]);
  assert.deepEqual(image(3), image(0)); // not used
  assert.deepEqual([...memory.integers(targets, 4)], [7, 7, 7, 7]);
});
