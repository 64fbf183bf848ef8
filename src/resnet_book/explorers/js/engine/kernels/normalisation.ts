// Batch normalisation, with the addition of a shortcut and ReLU in the same pass.
import { floorOf, total } from "./vectors";

const EPSILON: f32 = 1e-5;
const MOMENTUM: f32 = 0.1;

/** Mean and 1/√(variance + ε) of each channel over pixels and images; running statistics follow. */
export function statistics(
  x: usize,
  pixels: i32,
  channels: i32,
  row: usize,
  mean: usize,
  inverse: usize,
  runningMean: usize,
  runningVariance: usize,
): void {
  const stride = <usize>channels * row;
  const count = <f32>pixels * <f32>(row >> 2);
  for (let c = 0; c < channels; c++) {
    const first = x + <usize>c * row;
    // Two sums in turn, so that an addition need not wait for the one before it.
    let a = f32x4.splat(0);
    let b = a;
    for (let p = 0, at = first; p < pixels; p++, at += stride)
      for (let n: usize = 0; n < row; n += 16) {
        const sum = f32x4.add(a, v128.load(at + n));
        a = b;
        b = sum;
      }
    const middle = total(f32x4.add(a, b)) / count;
    const m = f32x4.splat(middle);
    a = f32x4.splat(0);
    b = a;
    for (let p = 0, at = first; p < pixels; p++, at += stride)
      for (let n: usize = 0; n < row; n += 16) {
        const value = f32x4.sub(v128.load(at + n), m);
        const sum = f32x4.add(a, f32x4.mul(value, value));
        a = b;
        b = sum;
      }
    const variance = total(f32x4.add(a, b)) / count;
    const o = (<usize>c) << 2;
    store<f32>(mean + o, middle);
    store<f32>(inverse + o, <f32>1 / sqrt<f32>(variance + EPSILON));
    const unbiased = variance * (count / (count - 1));
    store<f32>(runningMean + o, (<f32>1 - MOMENTUM) * load<f32>(runningMean + o) + MOMENTUM * middle);
    store<f32>(
      runningVariance + o,
      (<f32>1 - MOMENTUM) * load<f32>(runningVariance + o) + MOMENTUM * unbiased,
    );
  }
}

/** 1/√(running variance + ε) of each channel, for evaluation. */
export function evaluationInverse(runningVariance: usize, inverse: usize, channels: i32): void {
  for (let o: usize = 0; o < (<usize>channels) << 2; o += 4)
    store<f32>(inverse + o, <f32>1 / sqrt<f32>(load<f32>(runningVariance + o) + EPSILON));
}

/** out = γ (x − mean) · inverse + β, plus the shortcut unless that is 0, then ReLU if `relu`. */
export function normalise(
  x: usize,
  out: usize,
  pixels: i32,
  channels: i32,
  row: usize,
  gamma: usize,
  beta: usize,
  mean: usize,
  inverse: usize,
  shortcut: usize,
  relu: i32,
): void {
  const floor = floorOf(relu);
  for (let p = 0; p < pixels; p++)
    for (let c = 0; c < channels; c++) {
      const o = (<usize>c) << 2;
      const k = f32x4.splat(load<f32>(gamma + o) * load<f32>(inverse + o));
      const b = v128.load_splat<f32>(beta + o),
        m = v128.load_splat<f32>(mean + o);
      if (shortcut) {
        for (let n: usize = 0; n < row; n += 16) {
          const value = f32x4.add(b, f32x4.mul(k, f32x4.sub(v128.load(x + n), m)));
          v128.store(out + n, f32x4.max(floor, f32x4.add(v128.load(shortcut + n), value)));
        }
        shortcut += row;
      } else
        for (let n: usize = 0; n < row; n += 16)
          v128.store(out + n, f32x4.max(floor, f32x4.add(b, f32x4.mul(k, f32x4.sub(v128.load(x + n), m)))));
      x += row;
      out += row;
    }
}

/**
 * The gradients of x (in `to`), γ and β from the gradient g of `out`.
 *
 * With `relu`, g is set to 0 where out is not positive, and written to `masked`: that is also the gradient of
 * a shortcut that was added before the ReLU. `masked` may be g, or `to` unless it accumulates; `to` may be g.
 */
export function normaliseBackward(
  g: usize,
  x: usize,
  out: usize,
  masked: usize,
  to: usize,
  pixels: i32,
  channels: i32,
  row: usize,
  gamma: usize,
  mean: usize,
  inverse: usize,
  dgamma: usize,
  dbeta: usize,
  relu: i32,
  accumulate: i32,
): void {
  const stride = <usize>channels * row;
  const count = <f32>pixels * <f32>(row >> 2);
  const zero = f32x4.splat(0);
  const read = relu ? masked : g;
  for (let c = 0; c < channels; c++) {
    const o = (<usize>c) << 2,
      first = <usize>c * row;
    const m = v128.load_splat<f32>(mean + o);
    let sum = zero, product = zero, sum2 = zero, product2 = zero; // in turn
    for (let p = 0, at = first; p < pixels; p++, at += stride)
      for (let n = at; n < at + row; n += 16) {
        let v = v128.load(g + n);
        if (relu) {
          v = v128.and(v, f32x4.gt(v128.load(out + n), zero));
          v128.store(masked + n, v);
        }
        const added = f32x4.add(sum, v);
        sum = sum2;
        sum2 = added;
        const multiplied = f32x4.add(product, f32x4.mul(v, f32x4.sub(v128.load(x + n), m)));
        product = product2;
        product2 = multiplied;
      }
    const s = total(f32x4.add(sum, sum2)),
      t = total(f32x4.add(product, product2));
    const scale = load<f32>(inverse + o);
    store<f32>(dbeta + o, s);
    store<f32>(dgamma + o, t * scale);
    const k = f32x4.splat(load<f32>(gamma + o) * scale);
    const centre = f32x4.splat(s / count),
      slope = f32x4.splat((scale * scale * t) / count);
    for (let p = 0, at = first; p < pixels; p++, at += stride)
      for (let n = at; n < at + row; n += 16) {
        const along = f32x4.mul(slope, f32x4.sub(v128.load(x + n), m));
        let value = f32x4.mul(k, f32x4.sub(f32x4.sub(v128.load(read + n), centre), along));
        if (accumulate) value = f32x4.add(value, v128.load(to + n));
        v128.store(to + n, value);
      }
  }
}
