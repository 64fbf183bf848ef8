// Parameters and multiply-adds per stage, of any depth.
import { chart, look } from "../chart.js";
import { h, table } from "../dom.js";
import { redrawn } from "../drawing.js";
import { explorer } from "../explorer.js";
import { barX, ruleX, tickX } from "../plot.js";
import { Problem } from "../problem.js";

/** The stages of a view: [{name, shape, parameters, multiplyAdds}], as models.counting counts them. */
export function stages(content, { family, depth, shortcut, stride_on }) {
  const entry = content?.families?.[family];
  const [shape, counts] = entry?.blocks?.[depth] ?? [];
  const design = entry?.designs?.[`${shape} ${shortcut} ${stride_on}`];
  if (!design) throw new Problem("not_measured");
  const body = [...counts];
  return design.map(([name, size, parameters, multiplyAdds, moreParameters, moreMultiplyAdds]) => {
    const more = name.startsWith("layer") ? body.shift() - 1 : 0;
    return {
      name,
      shape: size,
      parameters: parameters + more * moreParameters,
      multiplyAdds: multiplyAdds + more * moreMultiplyAdds,
    };
  });
}

const sum = (rows, key) => rows.reduce((total, row) => total + row[key], 0);
const QUANTITIES = ["parameters", "multiplyAdds"]; // keys of the words too

const cost = redrawn(({ content, looks, words, values, pinned, pinnedLabels, width }) => {
  const found = stages(content, values);
  const other = pinned ? stages(content, pinned) : null;
  const drawn = QUANTITIES.map((key) => bars(key, found, other ?? [], { looks, words, values, width }));
  const total = { name: words.say("all"), shape: [] };
  for (const key of QUANTITIES) total[key] = sum(found, key);
  const row = (s) => [s.name, s.shape.join("×"), words.whole(s.parameters), words.whole(s.multiplyAdds)];
  drawn.push(
    table({
      head: ["stage", "output", ...QUANTITIES].map((key) => words.say(key)),
      rows: [...found, total].map(row),
    }),
  );
  for (const { value, what } of printed(content, values))
    drawn.push(h("p", { class: "provenance" }, words.say("printed", { value: String(value), what })));
  const whole = Object.fromEntries(QUANTITIES.map((key) => [key, words.whole(total[key])]));
  let told = words.say("total", whole);
  if (other) {
    const ratio = (key) => (total[key] / sum(other, key)).toFixed(2);
    const ratios = Object.fromEntries(QUANTITIES.map((key) => [key, ratio(key)]));
    told += ` ${words.say("against", { ...pinnedLabels, ...ratios })}`;
  }
  return { drawn, told };
});

function bars(key, found, other, { looks, words, values, width }) {
  const names = found.map((stage) => stage.name);
  const rows = other.filter((stage) => names.includes(stage.name));
  const fill = look(looks, values.shortcut).colour;
  return chart(width, 52 + 24 * found.length, words.say("by_stage", { what: words.say(key) }), {
    marginTop: 8,
    y: { domain: names, label: null },
    x: { label: words.say(key), tickFormat: "~s", ticks: 5, grid: true },
    marks: [
      barX(found, { x: key, y: "name", fill, insetTop: 2, insetBottom: 2 }),
      tickX(rows, { x: key, y: "name", stroke: "currentColor", strokeWidth: 2 }),
      ruleX([0], { strokeOpacity: 0.4 }),
    ],
  });
}

/** The papers' own figures for exactly this network: [{value, what}]. */
const printed = (content, view) =>
  (content.published ?? []).filter(({ of }) =>
    Object.entries(of).every(([key, value]) => view[key] === value),
  );

export default explorer(cost);
