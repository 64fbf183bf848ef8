// Where the curves come from: recipe, seeds, machines, commits and commands, folded.
import { h } from "../dom.js";

export class Provenance {
  #list = h("div", {});
  #element;
  #networks = [];
  #written = "";

  constructor(notes, content, words) {
    Object.assign(this, { content, words });
    const summary = h("summary", {}, words.say("how_recorded"));
    this.#element = h(
      "details",
      { ontoggle: () => this.#write() },
      summary,
      h("p", {}, words.say("recipe")),
      this.#list,
    );
    notes.append(this.#element);
  }

  update(networks) {
    this.#networks = networks;
    this.#write();
  }

  /** What is folded is written when somebody looks. */
  #write() {
    const key = this.#networks.map(({ name }) => name).join();
    if (!this.#element.open || key === this.#written) return;
    this.#written = key;
    this.#list.replaceChildren(...this.#networks.flatMap((network) => this.#runs(network)));
  }

  #runs({ name, runs }) {
    const run = ({ seed, file, place, commit, command }) =>
      h(
        "li",
        {},
        this.#record(String(seed), file),
        this.words.say("recorded_on", { place, commit }),
        h("code", {}, command),
      );
    return [
      h("p", { class: "provenance" }, this.words.say("recorded", { name })),
      h("ul", { class: "provenance" }, runs.map(run)),
    ];
  }

  /** A link to a run's record; its file's name where the book has no address yet to link to. */
  #record(seed, file) {
    const { records } = this.content;
    return records
      ? h("a", { href: `${records}/${file}` }, this.words.say("seed", { seed }))
      : this.words.say("seed_in_file", { seed, file });
  }

  unmount() {
    this.#element.remove();
  }
}
