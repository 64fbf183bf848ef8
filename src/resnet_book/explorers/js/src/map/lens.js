// The block of the chosen layer, enlarged: each map as high as its image and as wide as its channels, to
// scale within the block.
import { change, svg } from "../svg.js";
import { shade } from "./layers.js";
import { picture, SHADES } from "./svg.js";

const TALL = 56; // px of the block's largest image
const HEIGHT = 166;
const MIDDLE = 72; // of the maps
const TOP = 18; // of the shortcut
const SUM = 34; // px for the sum at the end
const GAP = 14;

/**
 * Draws `layers`, a block of the network `found`.
 *
 * Returns {svg, select, at}, as a strip does.
 */
export function lens(found, layers, { measure, most, width, label, words }) {
  const path = layers.filter((layer) => !layer.projection);
  const projection = layers.find((layer) => layer.projection);
  const sums = found.residual && path.length > 1;
  const room = Math.min(110, (width - (sums ? SUM : 0)) / (path.length + 1));
  const end = room * (path.length + 1) + (sums ? 12 : -8);
  const look = { measure, most, room, end, words, scale: scales(path, room) };
  const places = path.map((layer, i) => ({ layer, x: room * (i + 1.5) }));
  const mark = svg("rect", { class: "map-mark", rx: 4 });
  const parts = [
    wire(found, end + (sums ? 22 : 0)),
    ...input(path[0], look),
    ...places.flatMap((place) => box(place, look)),
    ...(sums ? around(path, look) : []),
    ...(projection ? bead(projection, look) : []),
  ];
  return {
    svg: picture(width, HEIGHT, label, mark, parts),
    select(index) {
      const place = places.find(({ layer }) => layer.index === index);
      frame(mark, place ? [place.x, 38, room - 4, HEIGHT - 40] : [(room / 2 + end) / 2, 3, 48, 30]);
    },
    at(x, y) {
      if (projection && y < 38 && Math.abs(x - (room / 2 + end) / 2) < 30) return projection.index;
      return places.reduce((a, b) => (Math.abs(b.x - x) < Math.abs(a.x - x) ? b : a)).layer.index;
    },
  };
}

const frame = (mark, [x, y, width, height]) => change(mark, { x: x - width / 2, y, width, height });

/** px of a pixel and of a channel. */
function scales(path, room) {
  const [first] = path;
  const channels = Math.max(first.in_channels, ...path.map((layer) => layer.out_channels));
  return { height: TALL / Math.max(first.in_size, first.out_size), width: (room - GAP) / channels };
}

const wire = (found, end) =>
  svg("path", { class: found.plain ? "map-wire map-plain" : "map-wire", d: `M0 ${MIDDLE}H${end}` });

/** A map; the numbers of a linear layer, which have no place, are a small square. */
function map(x, kind, { kernel }, channels, size, scale) {
  const width = kernel ? Math.max(1.5, channels * scale.width) : 10;
  const height = kernel ? Math.max(3, size * scale.height) : 10;
  return svg("rect", { class: kind, x: x - width / 2, y: MIDDLE - height / 2, width, height });
}

/** What the block gets. */
const input = (first, { room, scale, words }) => [
  map(room / 2, "map-input", first, first.in_channels, first.in_size, scale),
  text(room / 2, MIDDLE + 46, words.say("input"), "map-maths"),
  ...sizes(room / 2, first.in_channels, first.in_size, words),
];

/** A layer: the map that it passes on, its kernel and its channels. */
const box = ({ layer, x }, { measure, most, scale, words }) => [
  map(x, SHADES[shade(layer[measure], most)], layer, layer.out_channels, layer.out_size, scale),
  text(x, MIDDLE + 46, kernel(layer, words), "map-strong"),
  ...sizes(x, layer.out_channels, layer.out_size, words),
];

const sizes = (x, channels, size, words) => [
  text(x, MIDDLE + 63, words.whole(channels)),
  ...(size > 1 ? [text(x, MIDDLE + 80, words.say("size", { size: String(size) }))] : []),
];

/** The shortcut around the block, and the sum at its end. */
function around(path, { room, end, scale }) {
  const [first, last] = [path[0], path.at(-1)];
  const changes = first.in_channels !== last.out_channels || first.in_size !== last.out_size;
  const start = MIDDLE - (first.in_size * scale.height) / 2 - 3;
  const d = `M${room / 2} ${start}V${TOP + 10}q0 -10 10 -10H${end - 10}q10 0 10 10V${MIDDLE - 10}`;
  return [
    svg("path", { class: changes ? "map-shortcut map-thick map-dotted" : "map-shortcut map-thick", d }),
    svg("circle", { class: "map-sum", cx: end, cy: MIDDLE, r: 9 }),
    svg("path", { class: "map-cross", d: `M${end - 5} ${MIDDLE}h10M${end} ${MIDDLE - 5}v10` }),
  ];
}

function bead(layer, { measure, most, room, end, words }) {
  const x = (room / 2 + end) / 2;
  const kind = `map-bead ${SHADES[shade(layer[measure], most)]}`;
  return [
    svg("rect", { class: kind, x: x - 18, y: TOP - 9, width: 36, height: 18, rx: 4 }),
    text(x + 24, TOP + 18, kernel(layer, words), "map-beside"),
  ];
}

/** A layer's kernel, and its stride if that is not 1. */
export function kernel({ kernel, stride }, words) {
  if (!kernel) return words.say("kernel_linear");
  return words.say(stride > 1 ? "kernel_strided" : "kernel", { kernel, stride });
}

const text = (x, y, words, kind = "map-note") => svg("text", { class: kind, x, y }, words);
