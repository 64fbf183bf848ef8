import assert from "node:assert/strict";
import { test } from "node:test";
import { kernel } from "../../src/map/lens.js";
import { Words } from "../../src/words.js";

const words = new Words({
  locale: "en",
  kernel: "{kernel}×{kernel}",
  kernel_strided: "{kernel}×{kernel}, /{stride}",
  kernel_linear: "linear",
});

test("a layer's stride stands behind its kernel, where it is not 1", () => {
  const written = [
    { kernel: 3, stride: 1 },
    { kernel: 3, stride: 2 },
    { kernel: 0, stride: 1 },
  ].map((layer) => kernel(layer, words));
  assert.deepEqual(written, ["3×3", "3×3, /2", "linear"]);
});
