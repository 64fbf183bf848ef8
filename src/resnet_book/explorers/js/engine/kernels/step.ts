// What a step begins and ends with: a batch of images, and SGD with momentum.

/**
 * Images of a data set (image, channel, row, column) into a batch (pixel, channel, image), and their labels.
 *
 * order: which images; of `lanes` places the first `used` are filled, the others repeat the first image.
 * places: per image how many pixels it is moved up, left, and whether it is flipped; 0 for none of that. What
 * comes in from outside is 0. size: rows, and columns; padded: channels of the batch, the further ones stay.
 */
export function gather(
  images: usize,
  labels: usize,
  order: usize,
  places: usize,
  x: usize,
  targets: usize,
  used: i32,
  lanes: i32,
  size: i32,
  channels: i32,
  padded: i32,
): void {
  const row = (<usize>lanes) << 2;
  for (let n = 0; n < lanes; n++) {
    const filled = n < used ? n : 0;
    const image = load<u32>(order + ((<usize>filled) << 2));
    store<i32>(targets + ((<usize>n) << 2), load<i32>(labels + ((<usize>image) << 2)));
    let up = 0,
      left = 0,
      flipped = 0;
    if (places) {
      const at = places + <usize>(filled * 12);
      up = load<i32>(at);
      left = load<i32>(at, 4);
      flipped = load<i32>(at, 8);
    }
    const from = images + ((<usize>(image * channels * size * size)) << 2);
    for (let c = 0; c < channels; c++)
      for (let i = 0; i < size; i++)
        for (let j = 0; j < size; j++) {
          const si = i + up,
            sj = (flipped ? size - 1 - j : j) + left;
          const inside = si >= 0 && sj >= 0 && si < size && sj < size;
          const value = inside ? load<f32>(from + ((<usize>((c * size + si) * size + sj)) << 2)) : <f32>0;
          store<f32>(x + <usize>((i * size + j) * padded + c) * row + ((<usize>n) << 2), value);
        }
  }
}

/** v = momentum · v + (g + decay · w); w = w − rate · v. */
export function descend(
  w: usize,
  g: usize,
  v: usize,
  bytes: usize,
  rate: f32,
  momentum: f32,
  decay: f32,
): void {
  const r = f32x4.splat(rate),
    m = f32x4.splat(momentum),
    d = f32x4.splat(decay);
  for (let n: usize = 0; n < bytes; n += 16) {
    const now = v128.load(w + n);
    const slope = f32x4.add(v128.load(g + n), f32x4.mul(d, now));
    const speed = f32x4.add(f32x4.mul(m, v128.load(v + n)), slope);
    v128.store(v + n, speed);
    v128.store(w + n, f32x4.sub(now, f32x4.mul(r, speed)));
  }
}
