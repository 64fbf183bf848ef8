// λ on every shortcut: what the shortcuts alone predict, and the terms measured in real networks.
import { explorer } from "../explorer.js";
import { LineChart } from "../line-chart.js";
import { decades, raised } from "../numbers.js";
import { Problem } from "../problem.js";

/**
 * The curves of a view over k = L − l, the blocks between x_l and the end, relative to the end of the
 * stack: total, the part through shortcuts alone, and the part through branches.
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
  const over = (values) => values.map((y, l) => ({ x: blocks - l, y })).reverse();
  return {
    total: over([...all.map((value) => value / end), 1]),
    direct: over([...all.map((_, block) => direct(block)), 1]),
    branches: over(rest.map((value) => value / end)),
  };
}

/** The curves: λ = 1 and a pinned view behind the chosen one. */
export function curves(content, { values, pinned }, words) {
  const { scale, blocks, direction } = values;
  const { total, direct, branches } = terms(content, values);
  const named = (part) => ({ name: words.say(`short_${part}`), heard: words.say(`${direction}_${part}`) });
  const { lines } = content; // how they look
  const drawn = [
    { id: "branches", points: branches },
    { id: "direct", points: direct, dots: true, weight: 1.5 },
    { id: "total", points: total, weight: 2.5 },
  ].map((curve) => ({ ...curve, ...lines[curve.id], ...named(curve.id) }));
  const other = (view, id) => {
    const name = words.say("scale", { scale: view.scale.toFixed(2) });
    const points = terms(content, { ...view, direction }).total;
    const heard = words.say("pinned", { scale: view.scale.toFixed(2), blocks: String(view.blocks) });
    return { id, points, ...lines[id], name, heard, faint: 0.85 };
  };
  const reference = content.reference;
  const same = (view) => view.scale === scale && view.blocks === blocks;
  const behind = [];
  if (reference !== null && scale !== reference)
    behind.push(other({ scale: reference, blocks }, "reference"));
  if (pinned && !same(pinned) && !(pinned.scale === reference && pinned.blocks === blocks))
    behind.push(other(pinned, "pinned"));
  return [...behind, ...drawn];
}

const identity = {
  mount(board, { content, words }) {
    const chart = new LineChart(board, words);
    return {
      update(view) {
        const { values, width } = view;
        const { direction } = values;
        const summary = sentence(content, values, words);
        chart.update({
          width,
          height: 320,
          margins: { marginLeft: 48, marginRight: 128, marginTop: 26, marginBottom: 40 },
          label: summary,
          x: {
            label: words.say("block"),
            domain: [0, content.longest],
            ticks: width > 480 ? 9 : 4,
            tickFormat: "d",
          },
          y: { ...decades(content.ranges[direction]), label: words.say(`${direction}_axis`) },
          curves: curves(content, view, words),
          say: (x) => words.say("at_block", { back: String(x) }),
          value: (y) => words.number(y, 2),
        });
        return summary;
      },
      unmount() {
        chart.unmount();
      },
    };
  },
};

/** What is at the first block, beside what is there at λ = 1. */
function sentence(content, values, words) {
  const { scale, blocks, direction } = values;
  const found = terms(content, values);
  const say = (part) => words.say(`${direction}_${part}`);
  const first = (rows) => words.number(rows.at(-1).y, 3);
  const { reference } = content;
  const compared = reference !== null && reference !== scale;
  const beside = compared && first(terms(content, { ...values, scale: reference }).total);
  return words.say("summary", {
    scale: scale.toFixed(2),
    blocks: String(blocks),
    power: raised(blocks),
    product: words.number(scale ** blocks, 3),
    against: compared ? words.say("against", { scale: String(reference), total: beside }) : "",
    total_name: say("total"),
    total: first(found.total),
    direct_name: say("direct"),
    direct: first(found.direct),
    branches_name: say("branches"),
    branches: first(found.branches),
  });
}

export default explorer(identity);
