// What the engine's tests share: the kernels, specs, recipes and images.
import { readFileSync } from "node:fs";

/** The kernels; `npm test` compiles them first. */
export const kernels = new WebAssembly.Module(
  readFileSync(new URL("../../engine/kernels.wasm", import.meta.url)),
);

/** A spec as Python's `asdict(cifar_spec(…))` has it, basic blocks, for grey images. */
export const made = (blocks, { width = 4, in_channels = 1, ...design } = {}) => ({
  family: "cifar",
  depth: 6 * blocks + 2,
  blocks: [blocks, blocks, blocks],
  design: {
    ...{ shape: "basic", shortcut: "A", order: "original", batch_norm: true, stride_on: "1x1" },
    ...{ squeeze_excitation: 0, ...design },
  },
  width,
  in_channels,
  classes: 10,
});

export const recipe = (changes = {}) => ({
  ...{ batch_size: 16, epochs: 2, iterations: null, learning_rate: 0.02, momentum: 0.9, weight_decay: 1e-4 },
  ...{ schedule: "cosine", milestones: [0.5, 0.75], warmup: "linear", warmup_epochs: 0, augment: false },
  ...changes,
});

/** Images whose class is the column that is bright. */
export function columns(count, size = 8, channels = 1) {
  const labels = Int32Array.from({ length: count }, (_, i) => i % size);
  const images = new Float32Array(count * channels * size * size);
  for (const i of images.keys()) {
    const image = Math.floor(i / (channels * size * size));
    images[i] = i % size === labels[image] ? 1 : -0.1;
  }
  return { images, labels };
}
