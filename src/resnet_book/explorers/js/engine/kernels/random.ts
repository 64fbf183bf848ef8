// Random numbers, the same everywhere: xoshiro128** (Blackman and Vigna 2018, arXiv:1805.01407), seeded by
// splitmix64.

let a: u32 = 1,
  b: u32 = 2,
  c: u32 = 3,
  d: u32 = 4;

/** Begin the sequence of a seed and a stream. */
export function seed(number: u32, stream: u32): void {
  let state = ((<u64>number) << 32) | <u64>stream;
  for (let i = 0; i < 2; i++) {
    state += 0x9e3779b97f4a7c15;
    let z = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    z ^= z >> 31;
    if (i == 0) {
      a = <u32>z;
      b = <u32>(z >> 32);
    } else {
      c = <u32>z | 1; // not all of them 0
      d = <u32>(z >> 32);
    }
  }
}

function next(): u32 {
  const result = rotl<u32>(b * 5, 7) * 9;
  const t = b << 9;
  c ^= a;
  d ^= b;
  b ^= c;
  a ^= d;
  c ^= t;
  d = rotl<u32>(d, 11);
  return result;
}

/** A whole number from 0 to count − 1. */
export function below(count: u32): u32 {
  return <u32>((<u64>next() * <u64>count) >> 32);
}

/** Between 0 and 1, without 1. */
function uniform(): f32 {
  return <f32>(next() >> 8) * <f32>(1.0 / 16777216.0);
}

/** Normal numbers with a mean of 0, by Marsaglia's polar method. */
export function normal(out: usize, count: i32, variance: f64): void {
  const deviation = <f32>sqrt<f64>(variance);
  for (let i = 0; i < count; i += 2) {
    let u: f32, v: f32, s: f32;
    do {
      u = 2 * uniform() - 1;
      v = 2 * uniform() - 1;
      s = u * u + v * v;
    } while (s >= 1 || s == 0);
    const k = deviation * sqrt<f32>((-2 * Mathf.log(s)) / s);
    store<f32>(out + ((<usize>i) << 2), u * k);
    if (i + 1 < count) store<f32>(out + ((<usize>(i + 1)) << 2), v * k);
  }
}

/** A dropout mask: 0 with probability p, else 1 / (1 − p). */
export function dropoutMask(out: usize, bytes: usize, p: f32): void {
  const kept = <f32>1 / (<f32>1 - p);
  for (let n: usize = 0; n < bytes; n += 4) store<f32>(out + n, uniform() < p ? <f32>0 : kept);
}
