// λ and L: what the shortcuts alone predict, and the terms measured in real networks.
import { dot, lineY, ruleY } from "@observablehq/plot";
import { chart, decades, FOURTH, GREY, number, PLAIN, RESIDUAL } from "./chart.js";
import { Problem } from "./controls.js";
import { h } from "./dom.js";

/** λ^(L−l) for l = 0 … L: what is left after L − l shortcuts. */
export const products = (scale, blocks) =>
  Array.from({ length: blocks + 1 }, (_, l) => ({ block: l, value: scale ** (blocks - l) }));

/**
 * The curves of a view, relative to the end of the stack: total, the part through shortcuts alone,
 * and the part through branches.
 */
export function terms(content, { scale, blocks, direction }) {
  const stack = content?.stacks?.find((s) => s.scale === scale && s.blocks === blocks);
  if (!stack) throw new Problem("This stack was not measured for this page.");
  const back = direction === "backward";
  const end = back ? stack.last_gradient : stack.last_signal;
  const all = back ? stack.gradient : stack.signal;
  const rest = back ? stack.through_branches : stack.branch_sum;
  const direct = back
    ? (l) => scale ** (blocks - l) // times the gradient at the end, divided by it
    : (l) => (scale ** (blocks - l) * stack.signal[l]) / end;
  return {
    total: all.map((value, block) => ({ block, value: value / end })),
    direct: all.map((_, block) => ({ block, value: direct(block) })),
    branches: rest.map((value, block) => ({ block, value: value / end })),
  };
}

const WORDS = {
  backward: {
    total: "the gradient, measured", direct: "its term through shortcuts alone", branches: "its terms through branches",
    y: "gradient, relative to that at the end",
  },
  forward: {
    total: "the signal xₗ, measured", direct: "what of it reaches the end by shortcuts", branches: "the branches' sum at the end",
    y: "signal, relative to that at the end",
  },
};

export function identity({ content, values, pinned, width }) {
  const { scale, blocks, direction } = values;
  const found = terms(content, values);
  const words = WORDS[direction];
  const xy = { x: "block", y: "value" };
  const marks = [
    ruleY([1], { strokeOpacity: 0.3 }),
    lineY(products(scale, blocks), { ...xy, stroke: GREY, strokeWidth: 5, strokeOpacity: 0.5 }),
    lineY(found.branches, { ...xy, stroke: PLAIN, strokeWidth: 2, strokeDasharray: "6 3" }),
    lineY(found.total, { ...xy, stroke: RESIDUAL, strokeWidth: 2 }),
    dot(found.direct, { ...xy, stroke: "currentColor", r: 3 }),
  ];
  const other = pinned ? terms(content, { ...pinned, direction }).total : [];
  const curves = [products(scale, blocks), found.total, found.branches, found.direct, other];
  if (pinned)
    marks.push(lineY(other, { ...xy, stroke: FOURTH, strokeWidth: 2, strokeDasharray: "2 3" }));
  const first = (rows) => number(rows[0].value, 2);
  const told =
    `λ = ${scale.toFixed(2)}, L = ${blocks}: λ^L = ${number(scale ** blocks, 2)}. At the first block: ${words.total} ${first(found.total)}, ` +
    `${words.direct} ${first(found.direct)}, ${words.branches} ${first(found.branches)}.`;
  const keys = [
    [GREY, "λ^(L−l), computed"], [RESIDUAL, words.total], ["currentColor", `${words.direct} (circles)`], [PLAIN, `${words.branches} (dashed)`],
    ...(pinned ? [[FOURTH, `pinned: λ = ${pinned.scale.toFixed(2)}, L = ${pinned.blocks} (dotted)`]] : []),
  ];
  const drawn = [
    chart(width, 320, told, {
      marginLeft: 64,
      x: { label: "block l (0 is the first)", domain: [0, Math.max(blocks, pinned?.blocks ?? 0)], tickFormat: "d" },
      y: { ...decades(curves.flat().map((point) => point.value)), label: words.y },
      marks,
    }),
    h("p", { class: "legend" }, keys.map(([key, text]) => h("span", { class: "key", style: `--key:${key}` }, text))),
  ];
  return { drawn, told };
}
