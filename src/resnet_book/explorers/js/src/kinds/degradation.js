// Recorded training curves of plain and residual networks, over depth.

import { Cards } from "../degradation/cards.js";
import { Provenance } from "../degradation/provenance.js";
import { explorer } from "../explorer.js";
import { LineChart } from "../line-chart.js";
import { Problem } from "../problem.js";

const FAINT = 0.32; // the other depths, behind those that are chosen

/** The networks of a view: those that are always shown, and those that are chosen beside them. */
export function find(content, { depth, also = [] }) {
  const recorded = content?.networks?.filter((n) => n.depth === depth) ?? [];
  const shown = recorded.filter((n) => n.always || also.includes(n.kind));
  if (!shown.length) throw new Problem("not_recorded");
  return shown;
}

/** The pinned networks that are not among the chosen ones. */
const kept = (content, pinned, chosen) =>
  (pinned ? find(content, pinned) : []).filter((network) => !chosen.includes(network));

/** Mean, least and greatest of the seeds at each epoch; epochs that were not measured are left out. */
export function band(curves) {
  return curves[0]
    .map((_, i) => curves.map((curve) => curve[i]))
    .map((column, i) => ({ x: i + 1, column }))
    .filter(({ column }) => column.every((value) => typeof value === "number"))
    .map(({ x, column }) => ({
      x,
      y: column.reduce((a, b) => a + b, 0) / column.length,
      low: Math.min(...column),
      high: Math.max(...column),
    }));
}

/** The curves of a view: the other depths faint, the pinned ones dashed, the chosen ones on top. */
export function curves(content, { values, pinned }, pinnedName) {
  const { error } = values;
  const chosen = find(content, values);
  const kinds = chosen.map(({ kind }) => kind);
  const curve = (network, id, more) => {
    const { colour, symbol } = network.look;
    return { id: `${id} ${network.kind}`, points: band(network[error]), colour, symbol, ...more };
  };
  const others = content.networks.filter(({ kind }) => kinds.includes(kind));
  const faint = others.map((network) => {
    const points = band(network[error]).map(({ x, y }) => ({ x, y }));
    return { ...curve(network, `faint ${network.depth}`, { faint: FAINT, weight: 1, read: false }), points };
  });
  const dashed = kept(content, pinned, chosen).map((network) =>
    curve(network, `pinned ${network.depth}`, {
      name: network.tag,
      heard: pinnedName(network),
      dashes: "6 4",
      faint: 0.8,
    }),
  );
  const solid = chosen.map((network) =>
    curve(network, "chosen", { name: network.tag, heard: network.name, weight: 2.5 }),
  );
  return [...faint, ...dashed, ...solid];
}

const degradation = {
  mount(board, { content, words, notes }) {
    const cards = new Cards(board, words);
    const chart = new LineChart(board, words);
    const provenance = new Provenance(notes, content, words);
    const pinnedName = ({ name }) => words.say("pinned", { name });
    return {
      update(view) {
        const { values, pinned, labels, width } = view;
        const chosen = find(content, values);
        const drawn = curves(content, view, pinnedName);
        const what = labels.error;
        const ends = drawn
          .filter(({ heard }) => heard)
          .map(({ heard, points }) =>
            words.say("ends_at", { name: heard, error: points.at(-1).y.toFixed(1) }),
          );
        cards.update(chosen, values.error);
        chart.update({
          width,
          height: content.height,
          margins: { marginLeft: 40, marginRight: 100, marginTop: 26, marginBottom: 38 },
          label: words.say("chart", { what, ends: ends.join("; ") }),
          x: {
            domain: [1, content.epochs],
            label: words.say("epoch"),
            labelOffset: 34,
            ticks: width > 480 ? Math.min(12, content.epochs) : 6,
            tickFormat: "d",
          },
          y: {
            domain: [0, content.top],
            label: words.say("percent", { what, runs: content.runs }),
            grid: true,
            ticks: 5,
          },
          curves: drawn,
          say: (x) => words.say("at_epoch", { epoch: String(x) }),
          value: (y) => `${y.toFixed(1)} %`,
        });
        const pins = kept(content, pinned, chosen);
        provenance.update([...chosen, ...pins]);
        const summaries = [
          ...chosen.map((network) => [network.name, network]),
          ...pins.map((network) => [pinnedName(network), network]),
        ].map(([name, { final }]) =>
          words.say("summary", {
            name,
            train_error: final.train_error.spread,
            test_error: final.test_error.spread,
          }),
        );
        return summaries.join(" ");
      },
      unmount() {
        for (const part of [cards, chart, provenance]) part.unmount();
        board.replaceChildren();
      },
    };
  },
};

export default explorer(degradation);
