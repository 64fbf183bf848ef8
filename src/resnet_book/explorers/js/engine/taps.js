// Which pixels a convolution's taps join: the tables that the kernels in convolution.ts follow.

/** The pairs of pixels that a tap joins, [tap, pixel of x, pixel of the output], taps outside the image left out. */
function joins({ kernel, stride, width }) {
  const half = kernel >> 1;
  const size = width / stride;
  const found = [];
  for (let to = 0; to < size * size; to++)
    for (let tap = 0; tap < kernel * kernel; tap++) {
      const i = Math.floor(to / size) * stride + Math.floor(tap / kernel) - half;
      const j = (to % size) * stride + (tap % kernel) - half;
      if (i >= 0 && j >= 0 && i < width && j < width) found.push([tap, i * width + j, to]);
    }
  return found;
}

/**
 * The tables of a convolution: for each output pixel, each input pixel and each tap the number of its joins, then
 * of each join
 *
 * forward   bytes in x, bytes in a tile of the weights, input rows
 * backward  bytes in the output's gradient, bytes in a tile of the exchanged weights, output rows
 * pairs     bytes in x, bytes in the output's gradient
 *
 * @param inputs, outputs - channels that x and the output have; `row`: bytes of a row.
 */
export function tapTables({ kernel, stride, width, inputs, outputs, row }) {
  const all = joins({ kernel, stride, width });
  const [fromBytes, toBytes] = [inputs * row, outputs * row];
  const table = (count, place, entry) => {
    const groups = Array.from({ length: count }, () => []);
    for (const join of all) groups[join[place]].push(entry(join));
    return groups.flatMap((group) => [group.length, ...group.flat()]);
  };
  return {
    forward: table((width / stride) ** 2, 2, ([tap, from]) => [from * fromBytes, tap * inputs * 16, inputs]),
    backward: table(width ** 2, 1, ([tap, , to]) => [to * toBytes, tap * outputs * 16, outputs]),
    pairs: table(kernel ** 2, 0, ([, from, to]) => [from * fromBytes, to * toBytes]),
  };
}
