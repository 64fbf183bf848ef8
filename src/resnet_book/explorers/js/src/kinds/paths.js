// Blocks whose branches can be cut, their plain twin, and which of their 2ⁿ paths live, how strongly.
import { h, write } from "../dom.js";
import { explorer } from "../explorer.js";
import { Problem } from "../problem.js";
import { change } from "../svg.js";

const LINE = 3; // px, of a path of weight 1
const HAIR = 0.75; // px, of the thinnest that can be seen

/** Which branches a view cuts: one boolean a block. */
export const cuts = (values, blocks) => Array.from({ length: blocks }, (_, i) => values[`cut${i + 1}`]);

/** How many blocks a way passes before it stops: all of them where it lives. */
export function passed(way, cut, scale) {
  const stop = way.findIndex((taken, i) => (taken ? cut[i] : scale === 0));
  return stop < 0 ? way.length : stop;
}

/** How many blocks something passes that may take any way: it stops where both ways are closed. */
export function reached(cut, scale) {
  const stop = cut.findIndex((gone) => gone && scale === 0);
  return stop < 0 ? cut.length : stop;
}

/** How many shortcuts a way takes. */
export const shortcuts = (way) => way.filter((taken) => !taken).length;

/** The measurement of a view. */
export function find(content, { weights, scale }, cut) {
  const numbers = cut.flatMap((gone, i) => (gone ? [i] : []));
  const found = content?.gradients?.find(
    (g) => g.weights === weights && g.scale === scale && String(g.cut) === String(numbers),
  );
  if (!found) throw new Problem("not_measured");
  return found;
}

const NONE = [0, 0, 0]; // median, least and most where nothing arrives

/** All bars of a view, [median, least, most] by row: every path, the whole, the plain twin. */
export function bars(content, values) {
  const cut = cuts(values, content.blocks);
  const { paths, whole } = find(content, values, cut);
  const uncut = cut.map(() => false);
  const twin = cut.some(Boolean) ? NONE : find(content, { ...values, scale: 0 }, uncut).whole;
  const rows = Object.fromEntries(paths.map((numbers, i) => [i, numbers || NONE]));
  return { ...rows, whole, twin };
}

const drawing = {
  mount(board, context) {
    const place = h("div", { class: "paths" });
    const remembered = h("p", { class: "remembered" });
    board.append(place, remembered);
    let parts = null;
    return {
      update(view) {
        const { layouts } = context.content;
        const layout = layouts.find(({ width }) => width <= view.width) ?? layouts.at(-1);
        if (parts?.layout !== layout) parts = laidOut(place, layout, context.content.style);
        return show(parts, remembered, { ...context, ...view });
      },
      unmount: () => board.replaceChildren(),
    };
  },
};

/** The parts of a layout that move: found once, and kept. */
function laidOut(place, layout, style) {
  place.innerHTML = layout.svg;
  const svg = place.firstChild;
  place.prepend(h("style", {}, style));
  const parts = (root, name) =>
    [...root.querySelectorAll(`[data-${name}]`)].map((el) => [el, el.dataset[name]]);
  const ways = parts(svg, "way").map(([el, name]) => ({
    el,
    name,
    needs: parts(el, "need"),
    chips: parts(el, "branch"),
    slots: Object.fromEntries(parts(el, "slot").map(([slot, key]) => [key, slot.firstChild])),
    lines: [...el.querySelectorAll("path:is(.carried, .wire):not(.head)")],
    heads: [...el.querySelectorAll(".head")],
    width: null, // of its lines
  }));
  for (const { el, name } of ways) {
    el.classList.toggle("row", /^\d/.test(name));
    el.classList.toggle("twin", name === "twin");
  }
  const heads = Object.fromEntries(parts(svg, "slot").map(([el, key]) => [key, el.firstChild]));
  const [shortcuts, outs, factors] = ["shortcut", "out", "factor"].map((name) => parts(svg, name));
  return { layout, svg, ways, heads, shortcuts, outs, factors };
}

function show(parts, remembered, { content, words, values, labels, pinned, pinnedLabels }) {
  const { blocks, ways, branches, powers, most } = content;
  const { scale } = values;
  const cut = cuts(values, blocks);
  const plain = ways[0].map(() => 1);
  const shown = bars(content, values);
  const before = pinned && bars(content, pinned);
  const alive = ways.filter((way) => passed(way, cut, scale) === blocks).length;
  const counts = {
    blocks: counted(alive, ways.length, words),
    plain: words.say("twin", { live: passed(plain, cut, scale) === blocks ? "1" : "0" }),
  };
  for (const [el] of parts.shortcuts) el.classList.toggle("dead", scale === 0);
  for (const [el, number] of parts.outs) el.classList.toggle("dead", cut[number - 1]);
  for (const [el] of parts.factors) {
    el.classList.toggle("off", scale === 1);
    write(el.lastChild, labels.scale);
  }
  for (const name of ["blocks", "plain"]) write(parts.heads[name], counts[name]);
  for (const row of parts.ways) {
    for (const [el, number] of row.chips) el.classList.toggle("gone", cut[number - 1]);
    const far = row.name === "blocks" ? reached(cut, scale) : passed(ways[row.name] ?? plain, cut, scale);
    for (const [el, need] of row.needs) el.classList.toggle("dead", Number(need) > far);
    if (ways[row.name]) showPath(row, ways[row.name], far, { scale, branches, powers, words, parts });
    if (row.slots.bar) showBar(row, shown[row.name], before?.[row.name], most, parts.layout, words);
  }
  write(remembered, pinned ? pinnedSentence(pinned, pinnedLabels, content, words) : "");
  const summary = sentence(shown, cut, counts, { content, scale, labels, words });
  change(parts.svg, { "aria-label": summary });
  return summary;
}

const pinnedSentence = (pinned, { scale, weights }, { blocks, branches }, words) =>
  words.say("pinned", {
    scale,
    weights,
    branches: named(cuts(pinned, blocks), branches) || words.say("nothing"),
  });

const counted = (live, all, words) =>
  words.say(live === 1 ? "live_one" : "live", { live: String(live), all: String(all) });

const named = (cut, branches) => branches.filter((_, i) => cut[i]).join(", ");

/** A path's width and weight, or where it stops. */
function showPath(row, way, far, { scale, branches, powers, words, parts }) {
  const { el, slots } = row;
  const count = shortcuts(way);
  const weight = scale ** count;
  drawLines(row, Math.max(HAIR, LINE * weight));
  const lives = far === way.length;
  el.classList.toggle("stopped", !lives);
  const { short } = parts.layout;
  const value = words.number(weight, 3);
  const said = short || !count ? value : words.say("weight", { power: powers[count], value });
  write(slots.weight, lives ? said : "");
  write(slots.stop, lives ? "" : stopping(way[far] && branches[far], short, words));
}

/** Set on each line and head: a property of the row would give all its elements another style. */
function drawLines(row, width) {
  if (width === row.width) return;
  row.width = width;
  const head = Math.min(1.3, 0.5 + width / (2 * LINE)).toFixed(2);
  for (const line of row.lines) line.style.strokeWidth = `${width.toFixed(2)}px`;
  for (const each of row.heads) each.style.transform = `scale(${head})`;
}

/** Where a path stops: at a branch, or, if that is none, on a shortcut. */
function stopping(branch, short, words) {
  if (short) return words.say("stops_here");
  return branch ? words.say("stops", { branch }) : words.say("stops_shortcut");
}

/** A bar to the median, a line from the least to the most, the pinned view's outline, the number. */
function showBar({ el, slots }, [middle, least, most], pinned, largest, { bar, room }, words) {
  const at = (value) => (value / largest) * room;
  slots.bar.style.transform = `scaleX(${(middle / largest).toFixed(4)})`;
  change(slots.pinned, { width: at(pinned?.[0] ?? 0).toFixed(2) });
  const y = Number(slots.bar.getAttribute("y")) + 7;
  const line = `M${(bar + at(least)).toFixed(2)} ${y}H${(bar + at(most)).toFixed(2)}`;
  change(slots.range, { d: most > 0 ? line : "" });
  change(slots.value, { x: (bar + Math.max(at(most), at(pinned?.[0] ?? 0)) + 6).toFixed(2) });
  const stops = el.dataset.way !== "whole" && el.dataset.way !== "twin" && most === 0;
  write(slots.value, stops ? "" : words.number(middle, 2));
}

/** What is seen, in three sentences. */
function sentence(shown, cut, counts, { content, scale, labels, words }) {
  const power = content.powers.at(-1);
  const [first, last] = content.states;
  const of = named(cut, content.branches);
  return [
    of ? words.say("cut", { branches: of, ...counts }) : words.say("uncut", counts),
    words.say("direct", {
      power,
      value: words.number(scale ** content.blocks, 3),
      deep: words.number(scale ** 27, 3),
    }),
    words.say("measured", {
      first,
      last,
      weights: labels.weights,
      whole: words.number(shown.whole[0], 2),
      twin: words.number(shown.twin[0], 2),
    }),
  ].join(" ");
}

export default explorer(drawing);
