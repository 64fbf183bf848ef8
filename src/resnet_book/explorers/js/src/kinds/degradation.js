// Recorded training curves, over depth and shortcut.
import { chart, GREY, legend, look } from "../chart.js";
import { h } from "../dom.js";
import { redrawn } from "../drawing.js";
import { explorer } from "../explorer.js";
import { areaY, dot, lineY, ruleY, text } from "../plot.js";
import { Problem } from "../problem.js";

/** The recorded network of a view. */
export function find(content, { depth, shortcut }) {
  const found = content?.networks?.find((n) => n.depth === depth && n.shortcut === shortcut);
  if (!found) throw new Problem("not_recorded");
  return found;
}

/** Mean, least and greatest of the seeds at each epoch; epochs that were not measured are left out. */
export function band(curves) {
  return curves[0]
    .map((_, i) => curves.map((curve) => curve[i]))
    .map((column, i) => ({ epoch: i + 1, column }))
    .filter(({ column }) => column.every((value) => typeof value === "number"))
    .map(({ epoch, column }) => ({
      epoch,
      mean: column.reduce((a, b) => a + b, 0) / column.length,
      low: Math.min(...column),
      high: Math.max(...column),
    }));
}

const degradation = redrawn(({ content, looks, words, values, pinned, labels, width }) => {
  const shown = [values, pinned].filter(Boolean).map((view, i) => {
    const network = find(content, view);
    const { colour, symbol } = look(looks, network.shortcut);
    const name = i ? words.say("pinned", { name: network.name }) : network.name;
    const stroke = i ? GREY : colour;
    return { network, name, stroke, symbol, points: band(network[values.error]), pinned: i === 1 };
  });
  const ends = shown.map(({ name, points }) =>
    words.say("ends_at", { name, error: points.at(-1).mean.toFixed(1) }),
  );
  const what = labels.error;
  const drawn = [
    chart(width, 320, words.say("chart", { what, ends: ends.join("; ") }), {
      marginRight: 44,
      x: {
        domain: [1, content.epochs],
        label: words.say("epoch"),
        ticks: Math.min(12, content.epochs),
        tickFormat: "d",
      },
      y: { domain: [0, 90], label: words.say("percent", { what }), grid: true },
      marks: [ruleY([0], { strokeOpacity: 0.4 }), ...marks(shown, words, values.error)],
    }),
    legend(shown.map(({ stroke, name }) => [stroke, name])),
    ...shown.map(({ network }) => provenance(content, network, words)),
  ];
  const told = shown.map(({ network }) => words.say("told", { name: network.name, ...network.final }));
  return { drawn, told: told.join(" ") };
});

function marks(shown, words, error) {
  const highest = Math.max(...shown.map(({ points }) => points.at(-1).mean));
  return shown.flatMap(({ network, stroke, symbol, points, pinned }) => {
    const last = points.at(-1);
    const dashes = pinned ? "6 3" : null;
    const value = { x: "epoch", y: "mean", text: (d) => d.mean.toFixed(1), fill: "currentColor" };
    return [
      network.runs.length > 1 &&
        areaY(points, { x: "epoch", y1: "low", y2: "high", fill: stroke, fillOpacity: 0.2 }),
      lineY(points, { x: "epoch", y: "mean", stroke, strokeWidth: 2, strokeDasharray: dashes }),
      dot([last], { x: "epoch", y: "mean", fill: stroke, r: 4, symbol }),
      text([last], { ...value, textAnchor: "start", dx: 7, dy: last.mean === highest ? -5 : 5 }),
      ...(error === "test_error" && network.published !== null
        ? published(network, { words, stroke, dy: pinned ? 9 : -7 })
        : []),
    ].filter(Boolean);
  });
}

/** The paper's own error, as a line. */
const published = (network, { words, stroke, dy }) => [
  ruleY([network.published], { stroke, strokeDasharray: "2 4" }),
  text([[1, network.published]], {
    text: [words.say("paper", { error: String(network.published) })],
    fill: "currentColor",
    textAnchor: "start",
    dx: 6,
    dy,
  }),
];

/** Where a curve comes from: recipe, seeds, hardware, commit, command. */
function provenance(content, network, words) {
  const [{ place, commit, command }] = network.runs;
  const seeds = network.runs.flatMap((run, i) => [i ? ", " : "", record(content, run, words)]);
  return h(
    "p",
    { class: "provenance" },
    words.say("recorded", { name: network.name }),
    ...seeds,
    words.say("recorded_on", { place, commit }),
    h("code", {}, command),
  );
}

/** A link to a run's record; its file's name where the book has no address yet to link to. */
const record = (content, { seed, file }, words) =>
  content.records
    ? h("a", { href: `${content.records}/${file}` }, String(seed))
    : words.say("seed_in_file", { seed: String(seed), file });

export default explorer(degradation);
