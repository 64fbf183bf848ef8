// Parameters and multiply-adds per stage, of any depth.
import { barX, ruleX, tickX } from "@observablehq/plot";
import { chart, colour } from "./chart.js";
import { Problem } from "./controls.js";
import { h, table } from "./dom.js";

/** The stages of a view: [{name, shape, parameters, multiplyAdds}], as costs.py counts them. */
export function stages(content, { family, depth, shortcut, stride_on }) {
  const entry = content?.families?.[family];
  const [shape, counts] = entry?.blocks?.[depth] ?? [];
  const design = entry?.designs?.[`${shape} ${shortcut} ${stride_on}`];
  if (!design) throw new Problem("The counts of this network did not come with this page.");
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
const whole = (n) => n.toLocaleString("en");
const QUANTITIES = [["parameters", "parameters"], ["multiplyAdds", "multiply-adds"]];

export function cost({ content, values, pinned, width }) {
  const found = stages(content, values);
  const other = pinned ? stages(content, pinned) : null;
  const drawn = QUANTITIES.map(([key, label]) => {
    const names = found.map((stage) => stage.name);
    const rows = other?.filter((stage) => names.includes(stage.name)) ?? [];
    return chart(width, 52 + 24 * found.length, `${label} by stage`, {
      marginTop: 8,
      y: { domain: names, label: null },
      x: { label, tickFormat: "~s", ticks: 5, grid: true },
      marks: [
        barX(found, { x: key, y: "name", fill: colour(values.shortcut), insetTop: 2, insetBottom: 2 }),
        tickX(rows, { x: key, y: "name", stroke: "currentColor", strokeWidth: 2 }),
        ruleX([0], { strokeOpacity: 0.4 }),
      ],
    });
  });
  const total = { name: "all", shape: [], parameters: sum(found, "parameters"), multiplyAdds: sum(found, "multiplyAdds") };
  drawn.push(
    table({
      head: ["stage", "output", "parameters", "multiply-adds"],
      rows: [...found, total].map((s) => [s.name, s.shape.join("×"), whole(s.parameters), whole(s.multiplyAdds)]),
    }),
  );
  const printed = (content.published ?? []).filter(([f, d]) => f === values.family && d === values.depth);
  const usual = values.family === "imagenet" && values.depth >= 50 ? "B" : "A";
  if (values.shortcut === usual && values.stride_on === "1x1")
    for (const [, , value, what] of printed) drawn.push(h("p", { class: "provenance" }, `Printed: ${value} (${what}).`));
  let told = `${whole(total.parameters)} parameters, ${whole(total.multiplyAdds)} multiply-adds.`;
  if (other) {
    const ratio = (key) => (total[key] / sum(other, key)).toFixed(2);
    told += ` Against the pinned network (depth ${pinned.depth}, shortcut ${pinned.shortcut}; the ticks): ${ratio("parameters")} times the parameters, ${ratio("multiplyAdds")} times the multiply-adds.`;
  }
  return { drawn, told };
}
