// What follows the blocks: average pooling, and the cross-entropy; the classifier is a convolution of one pixel.
/** pooled (channel, image) = the mean of x over pixels. */
export function pool(x: usize, pooled: usize, pixels: i32, channels: i32, row: usize): void {
  const k = f32x4.splat(<f32>1 / <f32>pixels);
  const rows = <usize>channels * row;
  for (let n: usize = 0; n < rows; n += 16) {
    let sum = f32x4.splat(0);
    for (let p = 0, at = x + n; p < pixels; p++, at += rows) sum = f32x4.add(sum, v128.load(at));
    v128.store(pooled + n, f32x4.mul(sum, k));
  }
}

/** The gradient of x from that of the pooled channels. */
export function poolBackward(g: usize, to: usize, pixels: i32, channels: i32, row: usize): void {
  const k = f32x4.splat(<f32>1 / <f32>pixels);
  const rows = <usize>channels * row;
  for (let p = 0; p < pixels; p++, to += rows)
    for (let n: usize = 0; n < rows; n += 16) v128.store(to + n, f32x4.mul(k, v128.load(g + n)));
}

/**
 * The sum of the first `used` images' cross-entropies, and the gradient of their mean.
 *
 * wrong: how many of them have another most likely class than their label; of equal logits the first wins.
 */
export function crossEntropy(
  logits: usize,
  labels: usize,
  gradient: usize,
  wrong: usize,
  classes: i32,
  used: i32,
  row: usize,
): f32 {
  let loss: f32 = 0;
  let mistakes = 0;
  const share = <f32>1 / <f32>used;
  for (let i = 0; i < used; i++) {
    const n = (<usize>i) << 2;
    const q = logits + n,
      d = gradient + n;
    const label = load<i32>(labels + n);
    let most = load<f32>(q);
    let best = 0;
    for (let j = 1; j < classes; j++) {
      const value = load<f32>(q + <usize>j * row);
      if (value > most) {
        most = value;
        best = j;
      }
    }
    let sum: f32 = 0;
    for (let j = 0; j < classes; j++) {
      const e = Mathf.exp(load<f32>(q + <usize>j * row) - most);
      sum += e;
      store<f32>(d + <usize>j * row, e);
    }
    for (let j = 0; j < classes; j++) {
      const at = d + <usize>j * row;
      store<f32>(at, (load<f32>(at) / sum - (j == label ? <f32>1 : <f32>0)) * share);
    }
    loss += Mathf.log(sum) + most - load<f32>(q + <usize>label * row);
    if (best != label) mistakes++;
  }
  store<i32>(wrong, mistakes);
  return loss;
}
