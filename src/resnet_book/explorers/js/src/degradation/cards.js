// The last errors of the networks that are shown, side by side.
import { h, write } from "../dom.js";
import { change, MARKS, svg } from "../svg.js";

export class Cards {
  #element = h("div", { class: "last-errors" });
  #cards = [];

  constructor(board, words) {
    this.words = words;
    board.append(this.#element);
  }

  /** @param networks - in order. @param error - which of their errors. */
  update(networks, error) {
    while (this.#cards.length < networks.length) this.#cards.push(card());
    for (const [i, network] of networks.entries()) {
      const { mark, name, value, seeds, change: than } = this.#cards[i];
      const { mean, range, points } = network.final[error];
      change(mark, { d: MARKS[network.look.symbol], fill: network.look.colour });
      write(name, network.name);
      write(value, `${mean} %`);
      const count = String(network.runs.length);
      write(seeds, this.words.say(range ? "seeds" : "one_seed", { range, count }));
      write(than, points ? this.words.say(points.key, points) : "");
    }
    const wanted = this.#cards.slice(0, networks.length).map(({ element }) => element);
    if (this.#element.childElementCount !== wanted.length) this.#element.replaceChildren(...wanted);
  }

  unmount() {
    this.#element.remove();
  }
}

function card() {
  const mark = svg("path");
  const [name, value, seeds, than] = [
    h("span"),
    h("p", { class: "value" }),
    h("p"),
    h("p", { class: "than" }),
  ];
  const picture = svg("svg", { width: 14, height: 14, viewBox: "-7 -7 14 14", "aria-hidden": "true" }, mark);
  const element = h("div", { class: "last-error" }, h("p", {}, picture, name), value, seeds, than);
  return { element, mark, name, value, seeds, change: than };
}
