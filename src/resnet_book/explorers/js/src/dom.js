// Elements, and the native controls that every explorer is made of.

/** An element: h("p", {class: "x", onclick: f}, "text", child, …). */
export function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== null && value !== false)
      element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return element;
}

/** A button that does something. */
export const button = (text, onclick) => h("button", { type: "button", onclick }, text);

/** A table from {head, rows}, in a box that scrolls where it is too wide. */
export function table({ head, rows }) {
  const cells = (row, tag) => row.map((cell) => h(tag, tag === "th" ? { scope: "col" } : {}, String(cell)));
  const body = h(
    "tbody",
    {},
    rows.map((row) => h("tr", {}, cells(row, "td"))),
  );
  const whole = h("table", {}, h("thead", {}, h("tr", {}, cells(head, "th"))), body);
  return h("div", { class: "scrolls" }, whole);
}

let count = 0;

/** An id that nothing else on the page has. */
export const unique = (what) => `explorer-${what}-${++count}`;

/** A label and its control; not shown while there is only one option. */
function labelled(id, label, ...controls) {
  const element = h("div", { class: "control" }, h("label", { for: id }, label), controls);
  const show = (options) => (element.hidden = options.length < 2);
  return { element, show };
}

/** A labelled slider over a list of options. */
export function slider(label, onmove) {
  const id = unique("slider");
  const input = h("input", { type: "range", id, min: 0, step: 1 });
  const output = h("output", { for: id });
  const { element, show } = labelled(id, label, input, output);
  let options = [];
  const write = () => {
    output.textContent = options[input.value][1];
    input.setAttribute("aria-valuetext", options[input.value][1]);
  };
  input.addEventListener("input", () => {
    write();
    onmove(options[input.value][0]);
  });
  return {
    element,
    update(offered, index) {
      show(offered);
      options = offered;
      input.max = options.length - 1;
      input.value = index;
      write();
    },
  };
}

/** A labelled list. */
export function select(label, onmove) {
  const id = unique("select");
  const input = h("select", { id, onchange: () => onmove(options[input.selectedIndex][0]) });
  const { element, show } = labelled(id, label, input);
  let options = [];
  return {
    element,
    update(offered, index) {
      show(offered);
      if (JSON.stringify(offered) !== JSON.stringify(options))
        input.replaceChildren(...offered.map(([, text]) => h("option", {}, text)));
      options = offered;
      input.selectedIndex = index;
    },
  };
}
