import assert from "node:assert/strict";
import { test } from "node:test";
import { readTensors } from "../../engine/safetensors.js";

test("single and half precision are read, whole numbers left out", () => {
  const halves = [0x3c00, 0xc000, 0x0001, 0x7c00, 0x3555, 0x8000];
  const header = JSON.stringify({
    __metadata__: { format: "pt" },
    a: { dtype: "F32", shape: [2], data_offsets: [0, 8] },
    b: { dtype: "F16", shape: [6], data_offsets: [8, 20] },
    n: { dtype: "I64", shape: [], data_offsets: [20, 28] },
  });
  const buffer = new ArrayBuffer(8 + header.length + 28);
  const view = new DataView(buffer);
  view.setBigUint64(0, BigInt(header.length), true);
  new Uint8Array(buffer, 8).set(new TextEncoder().encode(header));
  const start = 8 + header.length;
  for (const [i, value] of [1.5, -3].entries()) view.setFloat32(start + 4 * i, value, true);
  for (const [i, bits] of halves.entries()) view.setUint16(start + 8 + 2 * i, bits, true);
  const { a, b, ...more } = readTensors(buffer);
  assert.deepEqual([...a], [1.5, -3]);
  assert.deepEqual([...b], [1, -2, 2 ** -24, Number.POSITIVE_INFINITY, 0.333251953125, -0]);
  assert.deepEqual(more, {});
});
