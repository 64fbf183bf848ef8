// Where each layer of a network stands: in one row, or in several where the bars would be too thin.
import { blocks, runs } from "./layers.js";

const GAPS = { layer: 0.35, block: 1, stage: 2.6 }; // of a bar's width
const THINNEST = 2.2; // px of a bar
const WIDEST = 16;

const gap = (a, b) => (a.stage !== b.stage ? GAPS.stage : a.block !== b.block ? GAPS.block : GAPS.layer);

/** Places of blocks in a row from the left, in widths of a bar: {width, cells: [{layer, x}, …]}. */
function line(row) {
  let x = 0;
  let before = null;
  const cells = row.flat().map((layer) => {
    if (before) x += gap(before, layer);
    before = layer;
    const cell = { layer, x };
    x += 1;
    return cell;
  });
  return { width: x, cells };
}

/** Blocks in rows no longer than `room` bars. */
function broken(all, room) {
  const rows = [[]];
  for (const block of all) {
    const row = rows.at(-1);
    if (row.length && line([...row, block]).width > room) rows.push([block]);
    else row.push(block);
  }
  return rows;
}

/** {bar, rows}: the width of a bar, and [{layer, x}, …] for each row, in px. */
export function layOut(layers, width) {
  const all = blocks(layers);
  const whole = line(all).width;
  let count = 1;
  while ((width * count) / whole < THINNEST) count += 1;
  let room = whole / count;
  while (broken(all, room).length > count) room *= 1.02;
  const bar = Math.min(WIDEST, width / room);
  const rows = broken(all, room).map((row) => line(row).cells.map(({ layer, x }) => ({ layer, x: x * bar })));
  return { bar, rows };
}

/** Spans of a row: [{cells, left, right}, …], one for each run of cells with the same `key`. */
export const spans = (cells, bar, key) =>
  runs(cells, ({ layer }) => key(layer)).map((run) => ({
    key: key(run[0].layer),
    cells: run,
    left: run[0].x,
    right: run.at(-1).x + bar,
  }));

/** The layer nearest to a place in a row. */
export const nearest = (cells, bar, x) =>
  cells.reduce((a, b) => (Math.abs(b.x + bar / 2 - x) < Math.abs(a.x + bar / 2 - x) ? b : a)).layer;
