// The safetensors format, which recorded weights are in: a header of JSON, then the numbers.

const READERS = {
  F32: (view, at) => view.getFloat32(at, true),
  F16: (view, at) => half(view.getUint16(at, true)),
};
const SIZES = { F32: 4, F16: 2 };

/** The tensors of a file, {name: numbers}; whole numbers, such as counts of batches, are left out. */
export function readTensors(buffer) {
  const view = new DataView(buffer);
  const length = Number(view.getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)));
  const tensors = {};
  for (const [name, { dtype, data_offsets: offsets }] of Object.entries(header)) {
    if (!(dtype in READERS)) continue;
    const size = SIZES[dtype];
    const start = 8 + length + offsets[0];
    const count = (offsets[1] - offsets[0]) / size;
    tensors[name] = Float32Array.from({ length: count }, (_, i) => READERS[dtype](view, start + i * size));
  }
  return tensors;
}

const SUBNORMAL = 1 / (1 << 24);
const word = new DataView(new ArrayBuffer(4));

/** A number in half precision, from its bits: 1 for the sign, 5 for the exponent, 10 for the fraction. */
function half(bits) {
  const sign = (bits & 0x8000) << 16;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return (sign ? -1 : 1) * fraction * SUBNORMAL;
  word.setInt32(0, sign | ((exponent === 31 ? 255 : exponent + 112) << 23) | (fraction << 13));
  return word.getFloat32(0);
}
