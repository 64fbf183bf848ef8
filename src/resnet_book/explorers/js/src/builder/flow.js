// What flows through a block: the stored terms of its sum, scaled and added. No DOM here.
import { Problem } from "../problem.js";

const scaled = (vector, factor) => vector.map((value) => factor * value);

/** What follows the sum, by the kind of part. */
const FOLLOWS = {
  bn: (values, { norm: [mean, deviation], gamma }) =>
    values.map((value) => (gamma * (value - mean)) / deviation),
  relu: (values) => values.map((value) => Math.max(0, value)),
};

/**
 * The pictures of a view: {block, ends, x, carried, added, total, y}, each a list of pixels.
 *
 * γ multiplies the branch, or the normalised sum where the last batch normalisation is behind it.
 */
export function flow(content, { shape, shortcut, order, input, gamma, scale }) {
  const block = content?.blocks?.[`${shape} ${shortcut} ${order}`];
  const entry = block?.flows?.[input];
  if (!entry) throw new Problem("not_measured");
  const { vectors } = content;
  const norm = entry.norms?.[scale];
  const carried = scaled(vectors[entry.carried], scale);
  const added = scaled(vectors[entry.added], norm ? 1 : gamma);
  const total = carried.map((value, i) => value + added[i]);
  let y = total;
  for (const kind of block.after) y = FOLLOWS[kind](y, { norm, gamma });
  return { block, ends: entry.ends[scale], x: vectors[content.x[input]], carried, added, total, y };
}

/** The largest distance of two pictures' pixels. */
export const apart = (one, other) => Math.max(...one.map((value, i) => Math.abs(value - other[i])));

/** The largest pixel of a picture, whatever its sign. */
export const largest = (values) => Math.max(...values.map(Math.abs));
