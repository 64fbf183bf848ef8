// Forward variance and backward gradient, layer by layer, before training.
import { dot, lineY } from "@observablehq/plot";
import { chart, colour, decades, GREY, number } from "./chart.js";
import { Problem } from "./controls.js";
import { h } from "./dom.js";

const TITLES = { gradient: "gradient (root mean square × images)", variance: "variance of the outputs" };

/** The measured network of a view. */
export function find(content, { depth, shortcut, norm, gain }) {
  const found = content?.networks?.find(
    (n) => n.depth === depth && n.shortcut === shortcut && n.norm === norm && n.gain === gain,
  );
  if (!found) throw new Problem("This network was not measured for this page.");
  return found;
}

/** {layer, value} of a network; layers where the numbers overflowed or are 0 are left out. */
export const points = (network, quantity) =>
  network[quantity]
    .map((value, i) => ({ layer: i + 1, value }))
    .filter(({ value }) => typeof value === "number" && value > 0);

const named = (n) =>
  `${n.shortcut === "none" ? "plain" : "resnet"}-${n.depth}${n.shortcut === "none" ? "" : `-${n.shortcut}`}, ` +
  `${n.norm === "yes" ? "with" : "without"} batch normalisation, ${n.gain === 1 ? "" : `${n.gain} × `}He`;

export function signal({ content, values, pinned, width }) {
  const { quantity } = values;
  const views = [find(content, values), pinned && find(content, pinned)].filter(Boolean);
  const marks = views.flatMap((network, i) => {
    const data = points(network, quantity);
    const stroke = i ? GREY : colour(network.shortcut);
    return [
      lineY(data, { x: "layer", y: "value", stroke, strokeWidth: 2, strokeDasharray: i ? "6 3" : null }),
      dot(data, { x: "layer", y: "value", fill: stroke, r: 2 }),
    ];
  });
  const ends = views.map((network) => {
    const all = network[quantity];
    const lost = all.length - points(network, quantity).length;
    return `${named(network)}: ${number(all[0])} at the first layer, ${number(all[Math.floor(all.length / 2)])} in the middle, ` +
      `${number(all.at(-2))} at the last convolution.` + (lost ? ` ${lost} layers are 0 or beyond float32.` : "");
  });
  const drawn = [
    chart(width, 320, `${TITLES[quantity]}: ${ends.join(" ")}`, {
      marginLeft: 64,
      x: { label: "layer, in the order of the forward pass", domain: [1, Math.max(...views.map((v) => v.depth))] },
      y: { ...decades(views.flatMap((v) => points(v, quantity).map((p) => p.value))), label: TITLES[quantity] },
      marks,
    }),
    h("p", { class: "legend" }, views.map((network, i) =>
      h("span", { class: "key", style: `--key:${i ? GREY : colour(network.shortcut)}` }, named(network) + (i ? " (pinned)" : "")))),
  ];
  return { drawn, told: ends.join(" ") };
}
