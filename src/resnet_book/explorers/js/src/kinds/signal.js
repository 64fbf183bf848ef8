// Forward variance and backward gradient of several networks, layer by layer, before training.
import { explorer } from "../explorer.js";
import { LineChart } from "../line-chart.js";
import { decades } from "../numbers.js";
import { Problem } from "../problem.js";

/** The measured networks of a view, one for each shortcut that is chosen. */
export function find(content, { depth, shortcuts, norm, gain }) {
  return shortcuts.map((shortcut) => {
    const found = content?.networks?.find(
      (n) => n.depth === depth && n.shortcut === shortcut && n.norm === norm && n.gain === gain,
    );
    if (!found) throw new Problem("not_measured");
    return found;
  });
}

/** {x: layer, y: value} of a network; layers where the numbers overflowed or are 0 are left out. */
export const points = (network, quantity) =>
  network[quantity]
    .map((value, i) => ({ x: i + 1, y: value }))
    .filter(({ y }) => typeof y === "number" && y > 0);

/** The curves of a view, the pinned ones dashed behind the chosen ones. */
export function curves(content, { values, labels, pinned, pinnedLabels }, words) {
  const { quantity } = values;
  const curve = (network, id, more) => ({
    id: `${id} ${network.shortcut}`,
    network,
    points: points(network, quantity),
    ...content.shown[network.shortcut],
    name: network.tag,
    heard: network.name,
    ...more,
  });
  const full = ({ norm, gain }, network) => words.say("name", { norm, gain, network: network.name });
  const chosen = find(content, values);
  const kept = (pinned ? find(content, pinned) : []).filter((network) => !chosen.includes(network));
  const dashed = kept.map((network) => {
    const heard = words.say("pinned", { name: full(pinnedLabels, network) });
    return curve(network, "pinned", { heard, dashes: "6 4", faint: 0.8 });
  });
  const solid = chosen.map((network) => {
    const heard = kept.length ? full(labels, network) : network.name;
    return curve(network, "chosen", { heard, dots: true });
  });
  return [...dashed, ...solid];
}

const signal = {
  mount(board, { content, words }) {
    const chart = new LineChart(board, words);
    return {
      update(view) {
        const { values, width } = view;
        const { quantity } = values;
        const norms = [values, view.pinned].filter(Boolean).map(({ norm }) => norm);
        const drawn = curves(content, view, words);
        const title = words.say(`axis_${quantity}`);
        const summaries = drawn.length
          ? drawn.map(({ network, points: data, heard }) => summary(network[quantity], data, heard, words))
          : [words.say("none_chosen")];
        chart.update({
          width,
          height: 320,
          margins: { marginLeft: 48, marginRight: 100, marginTop: 26, marginBottom: 40 },
          label: words.say("chart", { title, summary: summaries.join(" ") }),
          x: {
            label: words.say("layer"),
            domain: [1, content.deepest],
            ticks: width > 480 ? 10 : 5,
            tickFormat: "d",
          },
          y: { ...decades(norms.flatMap((norm) => content.ranges[norm][quantity])), label: title },
          curves: drawn,
          say: (x) => words.say("at_layer", { layer: String(x) }),
          value: (y) => words.number(y, 2),
        });
        return summaries.join(" ");
      },
      unmount() {
        chart.unmount();
      },
    };
  },
};

/** What is seen of a network, in a sentence or two. */
function summary(all, data, name, words) {
  const [first, middle, last] = [all[0], all[Math.floor(all.length / 2)], all.at(-2)];
  const numbers = { first: words.number(first), middle: words.number(middle), last: words.number(last) };
  const lost = all.length - data.length;
  return (
    words.say("summary", { name, ...numbers }) +
    (lost ? ` ${words.say("lost", { count: String(lost) })}` : "")
  );
}

export default explorer(signal);
