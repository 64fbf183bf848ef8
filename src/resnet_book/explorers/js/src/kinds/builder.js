// A block of one's choice, and a digit that flows through it.
import { apart, flow, largest } from "../builder/flow.js";
import { picture } from "../builder/picture.js";
import { h, write } from "../dom.js";
import { explorer } from "../explorer.js";
import { change, svg } from "../svg.js";

const COLOURS = {
  x: "var(--residual)",
  carried: "var(--residual)",
  added: "var(--grey)",
  total: "currentColor",
  y: "currentColor",
  pinned: "currentColor",
};

const builder = {
  mount(board, { content, words }) {
    const pixels = Math.sqrt(content.vectors[0].length);
    const { side } = Object.values(content.blocks)[0];
    const pictures = Object.fromEntries(
      Object.entries(COLOURS).map(([name, colour]) => [name, picture(colour, side, pixels)]),
    );
    const drawn = svg("g");
    const style = svg("style");
    style.textContent = content.style;
    const note = (word, kind = "note") => {
      const element = svg("text", { class: `${kind} away` });
      element.textContent = word && words.say(word);
      return element;
    };
    const notes = { gamma: note(""), equal: note("equal", "figure"), pinned: note("pinned_here") };
    const paper = svg("svg", { class: "diagram flowing", role: "img" });
    paper.append(style, drawn, ...Object.values(pictures).map((each) => each.element));
    paper.append(...Object.values(notes));
    const code = h("code", {});
    const facts = h("p", { class: "provenance" });
    const beside = h("div", { class: "beside" }, h("pre", {}, code), facts);
    board.append(h("div", { class: "builder" }, paper, beside));
    let shown = null;

    /** Another block: its parts, and where its pictures stand. */
    function rebuild(block) {
      drawn.innerHTML = block.drawing.map((i) => content.elements[i]).join("");
      const [width, height] = block.size;
      change(paper, { width, height, viewBox: `0 0 ${width} ${height}` });
      for (const [name, { move }] of Object.entries(pictures)) move(block.places[name]);
      for (const [name, element] of Object.entries(notes)) stand(element, block.notes[name]);
      beside.hidden = !block.code;
      facts.textContent = words.say("parameters", {
        count: words.whole(block.parameters),
        channels: words.whole(block.channels),
      });
      shown = block;
    }

    return {
      update({ values, labels, pinned }) {
        const view = { ...content.fixed, ...values };
        const found = flow(content, view);
        const { block } = found;
        if (block !== shown) rebuild(block);
        const full = largest(found.x);
        for (const name of Object.keys(block.places)) if (found[name]) pictures[name].show(found[name], full);
        const equal = view.gamma === 0 && found.ends.includes("handed"); // to the last bit, in Python
        pictures.y.mark(equal);
        notes.equal.classList.toggle("away", !equal);
        write(notes.gamma, words.say("gamma", { gamma: labels.gamma }));
        write(code, block.code.replace("{scale}", labels.scale ?? ""));
        let summary = sentence(found, view, { labels, words });
        const other = pinned && flow(content, { ...content.fixed, ...pinned });
        pictures.pinned.move(other && block.places.pinned);
        notes.pinned.classList.toggle("away", !other || !block.notes.pinned);
        if (other) {
          pictures.pinned.show(other.y, largest(other.x));
          const distance = words.number(apart(other.y, other.x), 2);
          summary += ` ${words.say("pinned", { count: words.whole(other.block.parameters), change: distance })}`;
        }
        change(paper, { "aria-label": words.say("drawn", { summary, alt: block.alt }) });
        return summary;
      },
      unmount() {
        board.replaceChildren();
      },
    };
  },
};

/** Put a note at a place; away where there is none. */
function stand(element, place) {
  element.classList.toggle("away", !place);
  if (place) change(element, { x: place[0], y: place[1] });
}

/** What becomes of x. */
function sentence({ block, ends, x, added, total, y }, { shortcut, gamma }, { labels, words }) {
  const numbers = {
    gamma: labels.gamma,
    scale: labels.scale ?? "",
    added: words.number(largest(added), 2),
    change: words.number(apart(y, x), 2),
    cut: String(total.filter((value) => value < 0).length),
    pixels: String(x.length),
  };
  const say = (key) => words.say(key, numbers);
  if (gamma === 0) return ends.map(say).join(" ");
  const kind = shortcut === "none" ? "only" : block.after.includes("bn") ? "scaled_sum" : "added";
  return gamma === 1 ? `${say(kind)} ${say("ask")}` : say(kind);
}

export default explorer(builder);
