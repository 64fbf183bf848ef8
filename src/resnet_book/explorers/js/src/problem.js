/** Says why a view cannot be drawn: `key` names a sentence among the figure's words. */
export class Problem extends Error {
  constructor(key, values = {}) {
    super(`${key} ${JSON.stringify(values)}`);
    this.key = key;
    this.values = values;
  }
}
