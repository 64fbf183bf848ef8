// The layers of a network, from the columns of the state; and the way from one to another. No DOM here.
import { Problem } from "../problem.js";

/** A network of the map: its facts, and its layers in the order they run. */
export function network(content, key) {
  const found = content?.networks?.[key];
  if (!found) throw new Problem("not_measured");
  const layers = found.design.map((row, i) => ({
    index: i,
    name: found.names[i],
    stage: found.stage[i],
    block: found.block[i],
    time: found.time[i],
    field: found.field[i],
    ...Object.fromEntries(content.columns.map((column, c) => [column, content.designs[row][c]])),
  }));
  return { ...found, key, layers };
}

/** Runs of consecutive items with the same key: [[item, …], …]. */
export function runs(items, key) {
  const found = [];
  for (const item of items) {
    if (found.length && key(found.at(-1)[0]) === key(item)) found.at(-1).push(item);
    else found.push([item]);
  }
  return found;
}

/** What the layers of a block, and no others, have in common. */
export const blockOf = ({ stage, block }) => `${stage} ${block}`;

/** Consecutive layers of the same block: [[layer, …], …]. */
export const blocks = (layers) => runs(layers, blockOf);

/** What layers have together; of the field of view, the widest. */
export const total = (layers, measure) =>
  layers.reduce((sum, layer) => (measure === "field" ? Math.max(sum, layer.field) : sum + layer[measure]), 0);

/** The layer that a key leads to: a block or a stage further; null where the slider's own step does. */
export function step(layers, index, key) {
  const there = { ArrowUp: 1, ArrowDown: -1, PageUp: 1, PageDown: -1 }[key];
  if (!there) return null;
  const part = key.startsWith("Page") ? ({ stage }) => stage : blockOf;
  const starts = runs(layers, part).map(([layer]) => layer.index);
  const here = starts.findLastIndex((start) => start <= index);
  return starts[Math.min(starts.length - 1, Math.max(0, here + there))];
}

/** Which of five shades a value has, 1 to 5, on a scale from 0 to `most`. */
export const shade = (value, most) => Math.min(5, Math.max(1, Math.ceil((5 * value) / most)));
