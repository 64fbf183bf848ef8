// Convolutions and their gradients.
//
// Activations are (pixel, channel, image): the images of a batch are innermost, one row of `row` bytes for each
// channel of a pixel. Weights are (output channel / 4, tap, input channel, 4 output channels): a tile holds all
// that four output channels need, so that one pass over the input serves four of them. There is no padding: a
// table of runs names, for each output pixel, only the taps that lie inside the image.

/** The sum of each of four vectors, as one vector. */
// @ts-ignore: decorator
@inline
function sums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5), ab1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5), cd1 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  const ab = f32x4.add(ab0, ab1), cd = f32x4.add(cd0, cd1);
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

/**
 * y[p, o, n] = start[o] or y[p, o, n], plus the sum over the runs of p of w · x.
 *
 * runs: per output pixel its number of runs, then per run (byte offset in x, byte offset in a tile of w,
 * number of input rows). tile: bytes of a tile of w. bias: of each output channel; 0 for none. accumulate: add
 * to what y holds. channels: of y, a multiple of 4.
 */
export function convolve(
  x: usize, w: usize, y: usize, runs: usize, pixels: i32, channels: i32, tile: usize, row: usize, bias: usize,
  accumulate: i32,
): void {
  for (let p = 0; p < pixels; p++) {
    const first = runs + 4;
    const end = first + <usize>load<i32>(runs) * 12;
    let weights = w;
    for (let o = 0; o < channels; o += 4) {
      const y1 = y + row, y2 = y1 + row, y3 = y2 + row;
      let b0 = f32x4.splat(0), b1 = b0, b2 = b0, b3 = b0;
      if (bias) {
        const b = bias + (<usize>o << 2);
        b0 = v128.load_splat<f32>(b); b1 = v128.load_splat<f32>(b, 4);
        b2 = v128.load_splat<f32>(b, 8); b3 = v128.load_splat<f32>(b, 12);
      }
      let n: usize = 0;
      for (; n + 32 <= row; n += 32) {
        let s0 = b0, s1 = b1, s2 = b2, s3 = b3, t0 = b0, t1 = b1, t2 = b2, t3 = b3;
        if (accumulate) {
          s0 = v128.load(y + n); t0 = v128.load(y + n, 16);
          s1 = v128.load(y1 + n); t1 = v128.load(y1 + n, 16);
          s2 = v128.load(y2 + n); t2 = v128.load(y2 + n, 16);
          s3 = v128.load(y3 + n); t3 = v128.load(y3 + n, 16);
        }
        for (let r = first; r < end; r += 12) {
          let from = x + n + <usize>load<u32>(r);
          let at = weights + <usize>load<u32>(r, 4);
          const last = at + (<usize>load<u32>(r, 8) << 4);
          do {
            const v0 = v128.load(from), v1 = v128.load(from, 16);
            let k = v128.load_splat<f32>(at);
            s0 = f32x4.add(s0, f32x4.mul(k, v0)); t0 = f32x4.add(t0, f32x4.mul(k, v1));
            k = v128.load_splat<f32>(at, 4);
            s1 = f32x4.add(s1, f32x4.mul(k, v0)); t1 = f32x4.add(t1, f32x4.mul(k, v1));
            k = v128.load_splat<f32>(at, 8);
            s2 = f32x4.add(s2, f32x4.mul(k, v0)); t2 = f32x4.add(t2, f32x4.mul(k, v1));
            k = v128.load_splat<f32>(at, 12);
            s3 = f32x4.add(s3, f32x4.mul(k, v0)); t3 = f32x4.add(t3, f32x4.mul(k, v1));
            from += row;
            at += 16;
          } while (at < last);
        }
        v128.store(y + n, s0); v128.store(y + n, t0, 16);
        v128.store(y1 + n, s1); v128.store(y1 + n, t1, 16);
        v128.store(y2 + n, s2); v128.store(y2 + n, t2, 16);
        v128.store(y3 + n, s3); v128.store(y3 + n, t3, 16);
      }
      if (n < row) { // the last four images, where their number is no multiple of eight
        let s0 = b0, s1 = b1, s2 = b2, s3 = b3;
        if (accumulate) {
          s0 = v128.load(y + n); s1 = v128.load(y1 + n); s2 = v128.load(y2 + n); s3 = v128.load(y3 + n);
        }
        // Two sums in turn, so that an addition need not wait for the one before it.
        let t0 = f32x4.splat(0), t1 = t0, t2 = t0, t3 = t0;
        for (let r = first; r < end; r += 12) {
          let from = x + n + <usize>load<u32>(r);
          let at = weights + <usize>load<u32>(r, 4);
          const last = at + (<usize>load<u32>(r, 8) << 4);
          do {
            const v = v128.load(from);
            const u0 = f32x4.add(s0, f32x4.mul(v128.load_splat<f32>(at), v));
            const u1 = f32x4.add(s1, f32x4.mul(v128.load_splat<f32>(at, 4), v));
            const u2 = f32x4.add(s2, f32x4.mul(v128.load_splat<f32>(at, 8), v));
            const u3 = f32x4.add(s3, f32x4.mul(v128.load_splat<f32>(at, 12), v));
            s0 = t0; s1 = t1; s2 = t2; s3 = t3;
            t0 = u0; t1 = u1; t2 = u2; t3 = u3;
            from += row;
            at += 16;
          } while (at < last);
        }
        v128.store(y + n, f32x4.add(s0, t0)); v128.store(y1 + n, f32x4.add(s1, t1));
        v128.store(y2 + n, f32x4.add(s2, t2)); v128.store(y3 + n, f32x4.add(s3, t3));
      }
      y += row << 2;
      weights += tile;
    }
    runs = end;
  }
}

/**
 * dw = the sum over images and over the pixels of a tap of x · dy, in the layout of the weights.
 *
 * pairs: per tap its number of pixel pairs, then per pair (byte offset in x, byte offset in dy). inputs: input
 * channels, an even number; outputs: output channels, a multiple of 4.
 */
export function weightGradient(
  x: usize, dy: usize, dw: usize, pairs: usize, taps: i32, inputs: i32, outputs: i32, row: usize,
): void {
  const tile = <usize>(taps * inputs) << 4;
  for (let tap = 0; tap < taps; tap++) {
    const first = pairs + 4;
    const end = first + (<usize>load<i32>(pairs) << 3);
    for (let o = 0; o < outputs; o += 4) {
      const grads = dy + <usize>o * row;
      let out = dw + <usize>(o >> 2) * tile + (<usize>(tap * inputs) << 4);
      for (let i = 0; i < inputs; i += 2) {
        const values = x + <usize>i * row;
        let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, t0 = s0, t1 = s0, t2 = s0, t3 = s0;
        for (let r = first; r < end; r += 8) {
          let from = values + <usize>load<u32>(r), second = from + row;
          let d0 = grads + <usize>load<u32>(r, 4), d1 = d0 + row, d2 = d1 + row, d3 = d2 + row;
          const last = second;
          do {
            const v0 = v128.load(from), v1 = v128.load(second);
            let d = v128.load(d0);
            s0 = f32x4.add(s0, f32x4.mul(d, v0)); t0 = f32x4.add(t0, f32x4.mul(d, v1));
            d = v128.load(d1);
            s1 = f32x4.add(s1, f32x4.mul(d, v0)); t1 = f32x4.add(t1, f32x4.mul(d, v1));
            d = v128.load(d2);
            s2 = f32x4.add(s2, f32x4.mul(d, v0)); t2 = f32x4.add(t2, f32x4.mul(d, v1));
            d = v128.load(d3);
            s3 = f32x4.add(s3, f32x4.mul(d, v0)); t3 = f32x4.add(t3, f32x4.mul(d, v1));
            from += 16; second += 16;
            d0 += 16; d1 += 16; d2 += 16; d3 += 16;
          } while (from < last);
        }
        v128.store(out, sums(s0, s1, s2, s3));
        v128.store(out, sums(t0, t1, t2, t3), 16);
        out += 32;
      }
    }
    pairs = end;
  }
}

/** db = the sum of dy over pixels and images. */
export function biasGradient(dy: usize, db: usize, pixels: i32, channels: i32, row: usize): void {
  const stride = <usize>channels * row;
  for (let c = 0; c < channels; c++) {
    let sum = f32x4.splat(0);
    let at = dy + <usize>c * row;
    for (let p = 0; p < pixels; p++, at += stride)
      for (let n: usize = 0; n < row; n += 16) sum = f32x4.add(sum, v128.load(at + n));
    const ab = sums(sum, sum, sum, sum);
    store<f32>(db + (<usize>c << 2), f32x4.extract_lane(ab, 0));
  }
}

/**
 * Weights with inputs and outputs exchanged, which turn `convolve` into the gradient of its input:
 * (output / 4, tap, input, 4 outputs) to (input / 4, tap, output, 4 inputs). Both numbers are multiples of 4.
 */
export function exchange(w: usize, to: usize, taps: i32, inputs: i32, outputs: i32): void {
  const fromTile = <usize>(taps * inputs) << 4, toTile = <usize>(taps * outputs) << 4;
  for (let o = 0; o < outputs; o += 4)
    for (let i = 0; i < inputs; i += 4)
      for (let tap = 0; tap < taps; tap++) {
        const s = w + <usize>(o >> 2) * fromTile + (<usize>(tap * inputs + i) << 4);
        const d = to + <usize>(i >> 2) * toTile + (<usize>(tap * outputs + o) << 4);
        const a = v128.load(s), b = v128.load(s, 16), c = v128.load(s, 32), e = v128.load(s, 48);
        const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5), ab1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
        const ce0 = v128.shuffle<f32>(c, e, 0, 4, 1, 5), ce1 = v128.shuffle<f32>(c, e, 2, 6, 3, 7);
        v128.store(d, v128.shuffle<f32>(ab0, ce0, 0, 1, 4, 5));
        v128.store(d, v128.shuffle<f32>(ab0, ce0, 2, 3, 6, 7), 16);
        v128.store(d, v128.shuffle<f32>(ab1, ce1, 0, 1, 4, 5), 32);
        v128.store(d, v128.shuffle<f32>(ab1, ce1, 2, 3, 6, 7), 48);
      }
}
