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

/** Write a text where it is another, so that nothing is laid out anew for one that stays. */
export function write(element, text) {
  if (element.textContent === text) return;
  const { firstChild, childNodes } = element;
  if (childNodes.length === 1 && firstChild.nodeType === Node.TEXT_NODE) firstChild.data = text;
  else element.textContent = text;
}

/** Move a slider. Where it stands already it is left alone: else the page would lay itself out again. */
export function move(input, most, value) {
  if (input.getAttribute("max") !== String(most)) input.max = most;
  if (input.value !== String(value)) input.value = value;
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
  const say = () => {
    write(output, options[input.value][1]);
    input.setAttribute("aria-valuetext", options[input.value][1]);
  };
  input.addEventListener("input", () => {
    say();
    onmove(options[input.value][0]);
  });
  return {
    element,
    update(offered, index) {
      show(offered);
      options = offered;
      move(input, options.length - 1, index);
      say();
    },
  };
}

/** A labelled box that is ticked, over two options: the first one is unticked. */
export function tick(label, onmove) {
  const id = unique("tick");
  const input = h("input", {
    type: "checkbox",
    id,
    onchange: () => onmove(options[Number(input.checked)][0]),
  });
  const { element, show } = labelled(id, label, input);
  let options = [];
  return {
    element,
    update(offered, index) {
      show(offered);
      options = offered;
      input.checked = index === 1;
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

/** A button that is pressed or not: a control of the two values that it is offered, first not pressed. */
export function toggle(label, onpress) {
  let options = [];
  const pressed = () => element.getAttribute("aria-pressed") === "true";
  const element = button(label, () => {
    const index = pressed() ? 0 : 1;
    element.setAttribute("aria-pressed", index === 1);
    onpress(options[index][0]);
  });
  element.className = "toggle";
  return {
    element,
    update(offered, index) {
      options = offered;
      element.setAttribute("aria-pressed", index === 1);
    },
  };
}

/** A row of options of which one is chosen. */
export function choice(label, onmove) {
  const name = unique("choice");
  const element = h("fieldset", { class: "control switch" });
  let options = [];
  let inputs = [];
  const option = ([value, text]) => {
    const input = h("input", { type: "radio", name, onchange: () => onmove(value) });
    inputs.push(input);
    return h("label", {}, input, h("span", {}, text));
  };
  return {
    element,
    update(offered, index) {
      element.hidden = offered.length < 2;
      if (JSON.stringify(offered) !== JSON.stringify(options)) {
        inputs = [];
        element.replaceChildren(h("legend", {}, label), h("div", { class: "options" }, offered.map(option)));
        options = offered;
      }
      inputs[index].checked = true;
    },
  };
}

/** A row of options of which any number may be chosen; what is not offered now cannot be. */
export function choices(label, all, onmove) {
  const inputs = new Map();
  const chosen = () => all.map(([value]) => value).filter((value) => inputs.get(value).checked);
  const option = ([value, text]) => {
    const input = h("input", { type: "checkbox", onchange: () => onmove(chosen()) });
    inputs.set(value, input);
    return h("label", {}, input, h("span", {}, text));
  };
  const element = h("fieldset", { class: "control several" }, h("legend", {}, label));
  element.append(h("div", { class: "options" }, all.map(option)));
  element.hidden = !all.length;
  return {
    element,
    update(offered, values) {
      for (const [value, input] of inputs) {
        input.disabled = !offered.some(([each]) => each === value);
        input.checked = values.includes(value);
      }
    },
  };
}
