// Recorded training curves, over depth and shortcut.
import { areaY, dot, lineY, ruleY, text } from "@observablehq/plot";
import { chart, colour, GREY } from "./chart.js";
import { Problem } from "./controls.js";
import { h } from "./dom.js";

const NAMES = { train_error: "training error", test_error: "test error" };

/** The recorded network of a view; null where that combination is not recorded. */
export function find(content, { depth, shortcut }) {
  if (!Array.isArray(content?.networks)) throw new Problem("No recorded runs came with this page.");
  return content.networks.find((n) => n.depth === depth && n.shortcut === shortcut) ?? null;
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

/** What to type to record a combination that is missing. */
export function command(content, { depth, shortcut }) {
  const option =
    shortcut === "pre" ? "--shortcut A --order full-preactivation" : `--shortcut ${shortcut}`;
  return content.missing.replace("{depth}", depth).replace("{shortcut}", option);
}

export function degradation({ content, values, pinned, width }) {
  const views = [values, pinned].filter(Boolean);
  const error = values.error;
  const shown = [];
  const missing = [];
  for (const [i, view] of views.entries()) {
    const network = find(content, view);
    if (network) shown.push({ network, points: band(network[error]), pinned: i === 1 });
    else missing.push(view);
  }
  const highest = Math.max(...shown.map(({ points }) => points.at(-1).mean));
  const marks = [ruleY([0], { strokeOpacity: 0.4 })];
  for (const { network, points, pinned } of shown) {
    const stroke = pinned ? GREY : colour(network.shortcut);
    const last = points.at(-1);
    if (network.runs.length > 1)
      marks.push(areaY(points, { x: "epoch", y1: "low", y2: "high", fill: stroke, fillOpacity: 0.2 }));
    marks.push(
      lineY(points, { x: "epoch", y: "mean", stroke, strokeWidth: 2, strokeDasharray: pinned ? "6 3" : null }),
      dot([last], { x: "epoch", y: "mean", fill: stroke, r: 4 }),
      text([last], {
        x: "epoch", y: "mean", text: (d) => d.mean.toFixed(1), fill: "currentColor",
        textAnchor: "start", dx: 7, dy: last.mean === highest ? -5 : 5,
      }),
    );
    if (error === "test_error" && network.published !== null)
      marks.push(
        ruleY([network.published], { stroke, strokeDasharray: "2 4" }),
        text([[1, network.published]], {
          text: [`the paper, 64,000 iterations: ${network.published} %`],
          fill: "currentColor", textAnchor: "start", dx: 6, dy: pinned ? 9 : -7,
        }),
      );
  }
  const label = shown.map(({ network, points }) => `${network.name} ends at ${points.at(-1).mean.toFixed(1)} %`);
  const drawn = shown.length
    ? [
        chart(width, 320, `${NAMES[error]} over epochs: ${label.join("; ")}`, {
          marginRight: 44,
          x: { domain: [1, content.epochs], label: "epoch", ticks: Math.min(12, content.epochs), tickFormat: "d" },
          y: { domain: [0, 90], label: `${NAMES[error]} (%)`, grid: true },
          marks,
        }),
        legend(shown),
        ...shown.map(({ network }) => provenance(content, network)),
      ]
    : [];
  for (const view of missing)
    drawn.push(
      h("p", { class: "problem" }, `This combination is not recorded with the recipe “${content.recipe}”. The command that makes it: `,
        h("code", {}, command(content, view))),
    );
  const told = shown.map(({ network }) => {
    const { train_error, test_error } = network.final;
    return `${network.name}: training error ${train_error} %, test error ${test_error} % with the last epoch's weights.`;
  });
  return { drawn, told: told.join(" ") || "Not recorded." };
}

function legend(shown) {
  const items = shown.map(({ network, pinned }) =>
    h("span", { class: "key", style: `--key:${pinned ? GREY : colour(network.shortcut)}` },
      `${network.name}${pinned ? " (pinned)" : ""}`));
  return h("p", { class: "legend" }, items);
}

/** Where a curve comes from: recipe, seeds, hardware, commit, command. */
function provenance(content, network) {
  const [first] = network.runs;
  const seeds = network.runs.flatMap((run, i) => [i ? ", " : "", record(content, run)]);
  return h(
    "p",
    { class: "provenance" },
    `${network.name}: recipe “${content.recipe}”, seed `, ...seeds,
    `; ${first.place}; commit ${first.commit}; `, h("code", {}, first.command),
  );
}

/** A link to a run's record; its file's name where the book has no address yet to link to. */
const record = (content, { seed, file }) =>
  content.records ? h("a", { href: `${content.records}/${file}` }, String(seed)) : `${seed} (${file})`;
