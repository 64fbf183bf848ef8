// Forward variance and backward gradient, layer by layer, before training.
import { chart, GREY, legend, look, marked } from "../chart.js";
import { redrawn } from "../drawing.js";
import { explorer } from "../explorer.js";
import { decades } from "../numbers.js";
import { Problem } from "../problem.js";

/** The measured network of a view. */
export function find(content, { depth, shortcut, norm, gain }) {
  const found = content?.networks?.find(
    (n) => n.depth === depth && n.shortcut === shortcut && n.norm === norm && n.gain === gain,
  );
  if (!found) throw new Problem("not_measured");
  return found;
}

/** {layer, value} of a network; layers where the numbers overflowed or are 0 are left out. */
export const points = (network, quantity) =>
  network[quantity]
    .map((value, i) => ({ layer: i + 1, value }))
    .filter(({ value }) => typeof value === "number" && value > 0);

const signal = redrawn(({ content, looks, words, values, pinned, labels, pinnedLabels, width }) => {
  const { quantity } = values;
  const title = words.say(`axis_${quantity}`);
  const shown = [[values, labels], pinned && [pinned, pinnedLabels]]
    .filter(Boolean)
    .map(([view, told], i) => {
      const network = find(content, view);
      const { colour, symbol } = look(looks, network.shortcut);
      const name = words.say("name", { ...told, network: network.name });
      return { network, name, symbol, stroke: i ? GREY : colour, data: points(network, quantity), pinned: i };
    });
  const told = shown
    .map(({ network, name, data }) => summary(network[quantity], data, name, words))
    .join(" ");
  const drawn = [
    chart(width, 320, words.say("chart", { title, told }), {
      marginLeft: 64,
      x: { label: words.say("layer"), domain: [1, Math.max(...shown.map((s) => s.network.depth))] },
      y: { ...decades(shown.flatMap((s) => s.data.map((p) => p.value))), label: title },
      marks: shown.flatMap(({ data, stroke, symbol, pinned }) =>
        marked(data, { x: "layer", y: "value", stroke, symbol, dashes: pinned ? "6 3" : null }),
      ),
    }),
    legend(shown.map((s) => [s.stroke, s.pinned ? words.say("pinned", { name: s.name }) : s.name])),
  ];
  return { drawn, told };
});

/** What is seen of a network, in a sentence or two. */
function summary(all, data, name, words) {
  const [first, middle, last] = [all[0], all[Math.floor(all.length / 2)], all.at(-2)];
  const numbers = { first: words.number(first), middle: words.number(middle), last: words.number(last) };
  const lost = all.length - data.length;
  return (
    words.say("told", { name, ...numbers }) + (lost ? ` ${words.say("lost", { count: String(lost) })}` : "")
  );
}

export default explorer(signal);
