// Which values a control offers, and finding one of them by the text in an address. No DOM here.
import { Problem } from "./problem.js";

/** Whether any number of a control's options may be chosen; its value is a list then. */
export const several = ({ kind }) => kind === "several";

/** All options that a control may ever have. */
export function everyOption({ per, options }) {
  const found = new Map((per ? Object.values(options).flat() : options).map((each) => [each[0], each]));
  return [...found.values()];
}

/** The options [[value, label], …] of a control, which may depend on another control's value. */
export function optionsOf(control, values) {
  const options = control.per ? control.options?.[values[control.per]] : control.options;
  if (!Array.isArray(options) || !(options.length || several(control)))
    throw new Problem("nothing_to_choose", { control: control.label });
  return options;
}

/** The option's index of a value, or those of a list; a problem where one is not offered. */
export function indexOf(control, values, value = values[control.name]) {
  const options = optionsOf(control, values);
  if (several(control)) return value.map((each) => indexIn(options, each, control));
  return indexIn(options, value, control);
}

function indexIn(options, value, control) {
  const index = options.findIndex(([offered]) => offered === value);
  if (index < 0) {
    const offered = options.map(([v]) => v).join(", ");
    throw new Problem("not_offered", { control: control.label, value: String(value), offered });
  }
  return index;
}

/** The label of each control's value: {depth: "56", shortcut: "none (plain)"}. */
export function labelsOf(controls, values) {
  const label = (control) =>
    [indexOf(control, values)]
      .flat()
      .map((index) => optionsOf(control, values)[index][1])
      .join(", ");
  return Object.fromEntries(controls.map((control) => [control.name, label(control)]));
}

/** All controls' values from the texts of an address; what it leaves out stays as it is. */
export function fromTexts(controls, texts, now) {
  const values = { ...now };
  const names = new Set(controls.map((c) => c.name));
  const unknown = Object.keys(texts).find((key) => !names.has(key));
  if (unknown) throw new Problem("unknown_in_address", { name: unknown });
  for (const control of controls) {
    const options = optionsOf(control, values);
    if (control.name in texts) {
      values[control.name] = fromText(control, options, texts[control.name]);
      indexOf(control, values);
    } else values[control.name] = kept(control, options, values[control.name]);
  }
  return values;
}

/** The value that a text of an address stands for; the text itself where it stands for none. */
function fromText(control, options, text) {
  const found = (one) => (options.find(([offered]) => String(offered) === one) ?? [one])[0];
  return several(control) ? text.split(",").filter(Boolean).map(found) : found(text);
}

/** What remains of a value among other options; the first of them if nothing does. */
function kept(control, options, value) {
  const offered = (one) => options.some(([each]) => each === one);
  if (several(control)) return value.filter(offered);
  return offered(value) ? value : options[0][0];
}

/** `values` after one control was set; those that depend on it stay among their options. */
export function after(controls, values, name, value) {
  const next = { ...values, [name]: value };
  for (const control of controls)
    if (control.per === name)
      next[control.name] = kept(control, optionsOf(control, next), next[control.name]);
  return next;
}
