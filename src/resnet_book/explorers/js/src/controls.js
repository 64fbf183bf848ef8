// Which values a control offers, and finding one of them by the text in an address. No DOM here.
import { Problem } from "./problem.js";

/** The options [[value, label], …] of a control, which may depend on another control's value. */
export function optionsOf(control, values) {
  const options = control.per ? control.options?.[values[control.per]] : control.options;
  if (!Array.isArray(options) || !options.length)
    throw new Problem("nothing_to_choose", { control: control.label });
  return options;
}

/** The option's index of a value; a problem where it is not offered. */
export function indexOf(control, values, value = values[control.name]) {
  const options = optionsOf(control, values);
  const index = options.findIndex(([offered]) => offered === value);
  if (index < 0) {
    const offered = options.map(([v]) => v).join(", ");
    throw new Problem("not_offered", { control: control.label, value: String(value), offered });
  }
  return index;
}

/** The label of each control's value: {depth: "56", shortcut: "none (plain)"}. */
export function labelsOf(controls, values) {
  const label = (control) => optionsOf(control, values)[indexOf(control, values)][1];
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
      const found = options.find(([offered]) => String(offered) === texts[control.name]);
      values[control.name] = found ? found[0] : texts[control.name];
      indexOf(control, values);
    } else if (!options.some(([offered]) => offered === values[control.name]))
      values[control.name] = options[0][0];
  }
  return values;
}

/** `values` after one control was set; those that depend on it stay among their options. */
export function after(controls, values, name, value) {
  const next = { ...values, [name]: value };
  for (const control of controls)
    if (control.per === name) {
      const options = optionsOf(control, next);
      if (!options.some(([offered]) => offered === next[control.name])) next[control.name] = options[0][0];
    }
  return next;
}
