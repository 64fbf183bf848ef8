// The network map: a strip of all layers, the chosen layer's block enlarged, and its numbers.
import { FOURTH } from "../chart.js";
import { h, write } from "../dom.js";
import { explorer } from "../explorer.js";
import { blocks, network, step, total } from "../map/layers.js";
import { kernel, lens } from "../map/lens.js";
import { stageSums, strip } from "../map/strip.js";
import { SHADES } from "../map/svg.js";

const MEASURES = ["multiply_adds", "parameters", "time", "memory", "field"];

const map = {
  mount(board, { content, looks, words, controls, choose }) {
    const ending = new AbortController();
    controls.classList.add("map-controls");
    const networks = new Map();
    const find = (key) => {
      if (!networks.has(key)) networks.set(key, network(content, key));
      return networks.get(key);
    };
    let view = null; // what is drawn: {key, parts, strips, lens, …}
    let values = null;
    const onkey = (event) => {
      if (event.target.type !== "range") return;
      const { layers, names } = find(values.network);
      const index = step(layers, names.indexOf(values.layer), event.key);
      if (index === null) return;
      event.preventDefault();
      choose({ layer: names[index] });
    };
    controls.addEventListener("keydown", onkey, { signal: ending.signal });
    const picked = (index, address) => {
      const layer = find(values.network).names[index];
      if (address || layer !== values.layer) choose({ layer }, address);
    };
    return {
      update(next) {
        values = next.values;
        const found = find(values.network);
        const other = next.pinned && find(next.pinned.network);
        const key = JSON.stringify([values.network, values.measure, next.pinned, next.width]);
        if (view?.key !== key) {
          view = whole({ found, other, next, words, looks, picked });
          view.key = key;
          board.replaceChildren(...view.parts);
        }
        const layer = layerOf(found, values.layer);
        view.show(layer);
        const summary = sentences(found, layer, values.measure, words);
        return other ? `${summary} ${against(found, other, words)}` : summary;
      },
      unmount() {
        ending.abort();
        controls.classList.remove("map-controls");
        board.replaceChildren();
      },
    };
  },
};

const layerOf = (found, name) => found.layers[found.names.indexOf(name)];

/** All of a view but what follows the layer; `show(layer)` brings that. */
function whole({ found, other, next, words, looks, picked }) {
  const { measure } = next.values;
  const shown = [found, other].filter(Boolean);
  const most = Math.max(...shown.flatMap(({ layers }) => layers.map((layer) => layer[measure])));
  const look = { measure, most, width: Math.min(640, next.width), words };
  const main = drawStrip(found, "title", look);
  const pin = other && drawStrip(other, "pinned", look);
  if (pin) pin.strip.select(layerOf(other, next.pinned.layer).index);
  pointed(main.strip, picked);
  const enlarged = h("div", { class: "map-lens" });
  const numbers = cells(measure, words);
  const all = blocks(found.layers);
  let lensed = null; // the block that is enlarged
  return {
    parts: [
      ...main.parts,
      scale(most, measure, words, looks, shown),
      ...(pin ? pin.parts : []),
      enlarged,
      numbers.element,
      ...found.printed.map(({ value, what }) =>
        h("p", { class: "provenance" }, words.say("printed", { value: String(value), what })),
      ),
      h("p", { class: "map-keys" }, words.say("keys")),
    ],
    show(layer) {
      main.strip.select(layer.index);
      const block = all.find((each) => each.includes(layer));
      if (lensed?.block !== block) {
        const label = lensLabel(block, words);
        lensed = { block, ...lens(found, block, { ...look, label }) };
        pointed(lensed, picked);
        enlarged.replaceChildren(lensed.svg);
      }
      lensed.select(layer.index);
      numbers.show(found, layer);
    },
  };
}

function drawStrip(found, title, look) {
  const { measure, words } = look;
  const what = words.say(`name_${measure}`);
  const stages = stageSums(found, measure)
    .map(({ stage, size, sum }) =>
      words.say("stage_sum", { stage, size, amount: amount(sum, measure, words) }),
    )
    .join("; ");
  const label = words.say("strip", { network: found.label, what, stages });
  const drawn = strip(found, { ...look, label, top: amount(look.most, measure, words) });
  const key = measure === "field" ? `${title}_field` : title;
  const sum = amount(total(found.layers, measure), measure, words);
  const heading = h("p", { class: "map-title" }, words.say(key, { network: found.label, amount: sum }));
  return { strip: drawn, parts: [heading, drawn.svg] };
}

/** Let a pointer choose layers in a drawing; only where it presses does the address follow. */
function pointed({ svg, at }, picked) {
  const on = (address) => (event) => {
    const box = svg.getBoundingClientRect();
    picked(at(event.clientX - box.left, event.clientY - box.top), address);
  };
  svg.addEventListener("pointermove", on(false));
  svg.addEventListener("pointerdown", on(true));
}

/** The five shades with the numbers between them, and what else has a colour. */
function scale(most, measure, words, looks, shown) {
  const power = powerOf(most);
  const ends = [1, 2, 3, 4, 5].map((i) => words.number((most * i) / 5 / 10 ** power, 2));
  const shades = SHADES.slice(1).map((kind, i) => h("li", { class: kind }, ends[i]));
  const keys = [
    shown.some(({ residual }) => residual) && [looks.residual.colour, words.say("shortcut")],
    shown.some(({ layers }) => layers.some((layer) => layer.projection)) && [FOURTH, words.say("projection")],
  ];
  return h(
    "div",
    { class: "map-legend" },
    h("ul", { class: "map-scale" }, shades),
    h("span", {}, words.say("up_to", { unit: unit(measure, power, words) })),
    keys.filter(Boolean).map(([colour, name]) => h("span", { class: "key", style: `--key:${colour}` }, name)),
  );
}

const powerOf = (value) => (value >= 1e9 ? 9 : value >= 1e6 ? 6 : value >= 1e4 ? 3 : 0);

const unit = (measure, power, words) => words.say(`times_${power}`, { unit: words.say(`unit_${measure}`) });

/** "3.86 billion multiply-adds" */
function amount(value, measure, words) {
  const power = powerOf(value);
  return words.say("amount", { value: value / 10 ** power, unit: unit(measure, power, words) });
}

/** What the chosen layer is, and its number. */
function sentences(found, layer, measure, words) {
  const kind = layer.kernel ? (layer.projection ? "convolution_projection" : "convolution") : "linear";
  const what = words.say(kind, texts(layer));
  const place = { name: layer.name, number: layer.index + 1, count: found.layers.length, what };
  const summary = words.say("layer_of", place);
  if (measure === "field")
    return `${summary} ${words.say("chosen_field", { field: String(layer.field), size: String(found.size) })}`;
  const share = part(found, layer, measure, words);
  return `${summary} ${words.say("chosen", { amount: amount(layer[measure], measure, words), share })}`;
}

const texts = (layer) =>
  Object.fromEntries(Object.entries(layer).map(([key, value]) => [key, String(value)]));

const part = (found, layer, measure, words) =>
  words.number((100 * layer[measure]) / total(found.layers, measure), 2);

/** The numbers of a chosen layer: {element, show}. */
function cells(measure, words) {
  const made = MEASURES.map((each) => {
    const [value, share] = [document.createTextNode(""), h("small", {})];
    const kind = each === measure ? "map-chosen" : null;
    const element = h(
      "div",
      { class: kind },
      h("dt", {}, words.say(`name_${each}`)),
      h("dd", {}, value, share),
    );
    return { each, element, value, share };
  });
  const element = h("dl", { class: "map-numbers" });
  element.append(...made.map((cell) => cell.element));
  return {
    element,
    show(found, layer) {
      for (const { each, value, share } of made) {
        write(value, cell(each, layer, words));
        write(share, shareOf(each, found, layer, words));
      }
    },
  };
}

const CELLS = {
  time: ({ time }, words) => words.say("cell_time", { value: time }),
  memory: ({ memory }, words) => words.say("cell_memory", { value: memory / 1000 }),
  field: ({ field }, words) => words.say("cell_field", { value: String(field) }),
};

const cell = (measure, layer, words) => CELLS[measure]?.(layer, words) ?? words.whole(layer[measure]);

const shareOf = (measure, found, layer, words) =>
  measure === "field"
    ? words.say("of_image", { size: String(found.size) })
    : words.say("share", { share: part(found, layer, measure, words) });

/** How the network compares with the pinned one. */
function against(found, other, words) {
  const ratio = (measure) => (total(found.layers, measure) / total(other.layers, measure)).toFixed(2);
  const ratios = Object.fromEntries(MEASURES.map((measure) => [measure, ratio(measure)]));
  return words.say("against", { network: found.label, pinned: other.label, ...ratios });
}

const lensLabel = (block, words) =>
  words.say("lens", {
    layers: block
      .map((layer) =>
        words.say("lens_layer", { layer: kernel(layer, words), channels: String(layer.out_channels) }),
      )
      .join(", "),
  });

export default explorer(map);
