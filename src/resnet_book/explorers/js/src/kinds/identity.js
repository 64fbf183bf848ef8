// λ and L: what the shortcuts alone predict, and the terms measured in real networks.
import { chart, FOURTH, GREY, legend } from "../chart.js";
import { redrawn } from "../drawing.js";
import { explorer } from "../explorer.js";
import { decades } from "../numbers.js";
import { dot, lineY, ruleY } from "../plot.js";
import { Problem } from "../problem.js";

/** λ^(L−l) for l = 0 … L: what is left after L − l shortcuts. */
export const products = (scale, blocks) =>
  Array.from({ length: blocks + 1 }, (_, l) => ({ block: l, value: scale ** (blocks - l) }));

/**
 * The curves of a view, relative to the end of the stack: total, the part through shortcuts alone,
 * and the part through branches.
 */
export function terms(content, { scale, blocks, direction }) {
  const stack = content?.stacks?.find((s) => s.scale === scale && s.blocks === blocks);
  if (!stack) throw new Problem("not_measured");
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

const identity = redrawn(({ content, looks, words, values, pinned, width }) => {
  const { scale, blocks, direction } = values;
  const found = terms(content, values);
  const product = products(scale, blocks);
  const other = pinned ? terms(content, { ...pinned, direction }).total : [];
  const say = (part) => words.say(`${direction}_${part}`);
  const first = (rows) => words.number(rows[0].value, 2);
  const told = words.say("told", {
    scale: scale.toFixed(2),
    blocks: String(blocks),
    product: words.number(scale ** blocks, 2),
    total_name: say("total"),
    total: first(found.total),
    direct_name: say("direct"),
    direct: first(found.direct),
    branches_name: say("branches"),
    branches: first(found.branches),
  });
  const curves = [product, found.total, found.branches, found.direct, other];
  const drawn = [
    chart(width, 320, told, {
      marginLeft: 64,
      x: {
        label: words.say("block"),
        domain: [0, Math.max(blocks, pinned?.blocks ?? 0)],
        tickFormat: "d",
      },
      y: { ...decades(curves.flat().map((point) => point.value)), label: say("axis") },
      marks: marks(product, found, other, looks),
    }),
    legend([
      [GREY, words.say("product")],
      [looks.residual.colour, say("total")],
      ["currentColor", words.say("circles", { name: say("direct") })],
      [looks.plain.colour, words.say("dashed", { name: say("branches") })],
      ...(pinned
        ? [[FOURTH, words.say("pinned", { scale: pinned.scale.toFixed(2), blocks: String(pinned.blocks) })]]
        : []),
    ]),
  ];
  return { drawn, told };
});

function marks(product, { total, direct, branches }, other, { plain, residual }) {
  const xy = { x: "block", y: "value", strokeWidth: 2 };
  return [
    ruleY([1], { strokeOpacity: 0.3 }),
    lineY(product, { ...xy, stroke: GREY, strokeWidth: 5, strokeOpacity: 0.5 }),
    lineY(branches, { ...xy, stroke: plain.colour, strokeDasharray: "6 3" }),
    lineY(total, { ...xy, stroke: residual.colour }),
    dot(direct, { ...xy, strokeWidth: 1.5, stroke: "currentColor", r: 3 }),
    lineY(other, { ...xy, stroke: FOURTH, strokeDasharray: "2 3" }),
  ];
}

export default explorer(identity);
