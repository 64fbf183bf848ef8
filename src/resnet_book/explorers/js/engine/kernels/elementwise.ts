// Operations on one number at a time: ReLU, the shortcuts' sums, gates and masks. Sizes are in bytes, multiples
// of 16; `out` may be an operand.
import { floorOf } from "./vectors";

/** out = a · x + b · y, then ReLU if `relu`. */
export function weightedSum(x: usize, y: usize, out: usize, bytes: usize, a: f32, b: f32, relu: i32): void {
  const floor = floorOf(relu),
    p = f32x4.splat(a),
    q = f32x4.splat(b);
  for (let n: usize = 0; n < bytes; n += 16) {
    const sum = f32x4.add(f32x4.mul(p, v128.load(x + n)), f32x4.mul(q, v128.load(y + n)));
    v128.store(out + n, f32x4.max(floor, sum));
  }
}

/** x times factors, in place; the factors begin anew after so many bytes: a row, or all of x. */
export function multiply(x: usize, factors: usize, bytes: usize, period: usize): void {
  for (const end = x + bytes; x < end; x += period)
    for (let n: usize = 0; n < period; n += 16)
      v128.store(x + n, f32x4.mul(v128.load(x + n), v128.load(factors + n)));
}

/** to = g where out is positive, else 0; or that added to `to`. */
export function rectifyBackward(g: usize, out: usize, to: usize, bytes: usize, accumulate: i32): void {
  const zero = f32x4.splat(0);
  for (let n: usize = 0; n < bytes; n += 16) {
    let value = v128.and(v128.load(g + n), f32x4.gt(v128.load(out + n), zero));
    if (accumulate) value = f32x4.add(value, v128.load(to + n));
    v128.store(to + n, value);
  }
}

/** Sigmoid of z, in place, and out = (1 − z) · x + z · f if `exclusive`, else (1 − z) · x + f. */
export function gate(z: usize, x: usize, f: usize, out: usize, bytes: usize, exclusive: i32): void {
  for (let n: usize = 0; n < bytes; n += 4) {
    const open = <f32>1 / (<f32>1 + Mathf.exp(-load<f32>(z + n)));
    store<f32>(z + n, open);
    const branch = load<f32>(f + n);
    store<f32>(out + n, (<f32>1 - open) * load<f32>(x + n) + (exclusive ? open * branch : branch));
  }
}

/** The gradients of x, f and of the sigmoid's argument from the gradient g of a gate's output; z is open or not. */
export function gateBackward(
  g: usize,
  z: usize,
  x: usize,
  f: usize,
  dx: usize,
  df: usize,
  dz: usize,
  bytes: usize,
  exclusive: i32,
): void {
  const one = f32x4.splat(1);
  for (let n: usize = 0; n < bytes; n += 16) {
    const d = v128.load(g + n),
      open = v128.load(z + n),
      shut = f32x4.sub(one, open);
    const carried = v128.load(x + n);
    const slope = exclusive ? f32x4.sub(v128.load(f + n), carried) : f32x4.neg(carried);
    v128.store(dz + n, f32x4.mul(f32x4.mul(d, slope), f32x4.mul(open, shut)));
    v128.store(dx + n, f32x4.mul(d, shut));
    v128.store(df + n, exclusive ? f32x4.mul(d, open) : d);
  }
}

/**
 * x in the shape of a block's output: every `stride`-th pixel, and further channels of zeros (option A).
 * width: of the output, in pixels; inputs, outputs: channels.
 */
export function carry(
  x: usize,
  out: usize,
  width: i32,
  stride: i32,
  inputs: i32,
  outputs: i32,
  row: usize,
): void {
  const kept = <usize>inputs * row,
    all = <usize>outputs * row;
  for (let i = 0; i < width; i++)
    for (let j = 0; j < width; j++) {
      memory.copy(out, x + <usize>((i * width * stride + j) * stride) * kept, kept);
      memory.fill(out + kept, 0, all - kept);
      out += all;
    }
}

/** Add the gradient of what `carry` returned to that of x. */
export function carryBackward(
  g: usize,
  to: usize,
  width: i32,
  stride: i32,
  inputs: i32,
  outputs: i32,
  row: usize,
): void {
  const kept = <usize>inputs * row,
    all = <usize>outputs * row;
  for (let i = 0; i < width; i++)
    for (let j = 0; j < width; j++) {
      const at = to + <usize>((i * width * stride + j) * stride) * kept;
      for (let n: usize = 0; n < kept; n += 16)
        v128.store(at + n, f32x4.add(v128.load(at + n), v128.load(g + n)));
      g += all;
    }
}
