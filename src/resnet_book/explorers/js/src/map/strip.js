// A whole network: a bar for each layer, as high as its image; below it one as high as its number.
import { change, svg } from "../svg.js";
import { blockOf, runs, shade, total } from "./layers.js";
import { layOut, nearest, spans } from "./layout.js";
import { picture, SHADES } from "./svg.js";

const TALL = 60; // px of the largest image
const CHART = 48; // px of the largest number
const ARC = 9; // px of a shortcut above its block
const ROOM = 18; // px between the images and the largest number, which is written there
const LABEL = 17;
const BETWEEN = 12; // px between the rows

/**
 * Draws `found` (a network), shaded by `measure` on a scale from 0 to `most`, which `top` names.
 *
 * Returns {svg, select, at}: `select(index)` marks a layer, `at(x, y)` is the layer at a place.
 */
export function strip(found, { measure, most, width, label, top }) {
  const { bar, rows } = layOut(found.layers, width);
  const scale = TALL / Math.max(...found.layers.map((layer) => layer.out_size));
  const look = { found, measure, most, bar, scale };
  let y = 0;
  const drawn = rows.map((cells) => {
    const high = Math.max(...cells.map(({ layer }) => layer.out_size)) * scale;
    const up = Math.max(high, 6) / 2 + (found.residual ? ARC : 0) + 2;
    const middle = y + up;
    const base = middle + Math.max(high, 6) / 2 + ROOM + CHART;
    const row = { cells, top: y, middle, base };
    y = base + LABEL + BETWEEN;
    return row;
  });
  const mark = svg("rect", { class: "map-mark", width: bar + 4, rx: 2 });
  const drawing = picture(
    width,
    y - BETWEEN + 2,
    label,
    mark,
    limit(drawn[0], bar, top),
    drawn.flatMap((row) => rowParts(row, look)),
  );
  const place = new Map(drawn.flatMap((row) => row.cells.map((cell) => [cell.layer.index, { row, cell }])));
  return {
    svg: drawing,
    select(index) {
      const { row, cell } = place.get(index);
      change(mark, { x: cell.x - 2, y: row.top, height: row.base + 3 - row.top });
    },
    at(x, y) {
      const row = drawn.find(({ base }) => y <= base + LABEL + BETWEEN / 2) ?? drawn.at(-1);
      return nearest(row.cells, bar, x).index;
    },
  };
}

function rowParts(row, look) {
  const { found, bar } = look;
  const last = row.cells.at(-1).x + bar;
  const line = svg("path", {
    class: found.plain ? "map-wire map-plain" : "map-wire",
    d: `M0 ${row.middle}H${last}`,
  });
  const byBlock = spans(row.cells, bar, blockOf);
  const arcs = found.residual ? byBlock.flatMap((span) => arc(span, row, look)) : [];
  return [
    line,
    ...row.cells.filter(({ layer }) => !layer.projection).map((cell) => image(cell, row, look)),
    ...arcs,
    svg("path", { class: "map-axis", d: `M0 ${row.base + 0.5}H${last}` }),
    ...row.cells.map((cell) => column(cell, row, look)),
    ...spans(row.cells, bar, (layer) => layer.stage).flatMap((span) => stageLabel(span, row, bar)),
  ];
}

/** The largest number of all, as a line at its height. */
function limit({ cells, base }, bar, words) {
  const [x, y] = [cells.at(-1).x + bar, base - CHART - 0.5];
  return [
    svg("path", { class: "map-limit", d: `M0 ${y}H${x}` }),
    svg("text", { class: "map-end", x, y: y - 4 }, words),
  ];
}

/** A layer as high as its image. */
function image({ layer, x }, { middle }, { measure, most, bar, scale }) {
  const height = Math.max(3, layer.out_size * scale);
  return svg("rect", {
    class: SHADES[shade(layer[measure], most)],
    x,
    y: middle - height / 2,
    width: bar,
    height,
  });
}

/** A layer as high as its number. */
function column({ layer, x }, { base }, { measure, most, bar }) {
  const height = Math.max(1, (CHART * layer[measure]) / most);
  const kind = layer.projection ? "map-projection" : SHADES[shade(layer[measure], most)];
  return svg("rect", { class: kind, x, y: base - height, width: bar, height });
}

/** The shortcut of a block, dotted where its ends differ; a projection is a bead on it. */
function arc({ cells, left, right }, { middle }, { measure, most, bar, scale }) {
  const layers = cells.map(({ layer }) => layer);
  if (layers.length < 2) return []; // stem and classifier
  const path = layers.filter((layer) => !layer.projection);
  const [first, end] = [path[0], path.at(-1)];
  const changes = first.in_channels !== end.out_channels || first.in_size !== end.out_size;
  const top = middle - (Math.max(...path.map((layer) => layer.out_size)) * scale) / 2 - ARC + 2;
  const reach = bar * 0.35;
  const [x0, x1] = [left - reach, right + reach];
  const r = Math.min(5, (x1 - x0) / 2);
  const d = `M${x0} ${middle}V${top + r}q0 ${-r} ${r} ${-r}H${x1 - r}q${r} 0 ${r} ${r}V${middle}`;
  const shortcut = svg("path", { class: changes ? "map-shortcut map-dotted" : "map-shortcut", d });
  const bead = cells.find(({ layer }) => layer.projection);
  if (!bead) return [shortcut];
  const kind = `map-bead ${SHADES[shade(bead.layer[measure], most)]}`;
  const radius = Math.min(4.5, Math.max(2, bar / 2));
  return [shortcut, svg("circle", { class: kind, cx: bead.x + bar / 2, cy: top, r: radius })];
}

/** The size of a stage's image, where there is room for it. */
function stageLabel({ cells, left, right }, { base }, bar) {
  const size = cells.at(-1).layer.out_size;
  const text = `${size}×${size}`;
  const room = right - left + 2.2 * bar;
  if (size === 1 || room < text.length * 8) return [];
  return [svg("text", { class: "map-note", x: (left + right) / 2, y: base + 14 }, text)];
}

/** Sums by stage: [{stage, size, sum}, …], without stem and linear layers. */
export function stageSums(found, measure) {
  const last = found.layers.at(-1).stage;
  return runs(found.layers, (layer) => layer.stage)
    .filter(([{ stage }]) => stage > 0 && stage < last)
    .map((layers) => ({
      stage: layers[0].stage,
      size: layers.at(-1).out_size,
      sum: total(layers, measure),
    }));
}
