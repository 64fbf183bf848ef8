/** What a reader is told in place of a view that cannot be drawn: a key of the figure's words. */
export class Problem extends Error {
  constructor(key, values = {}) {
    super(`${key} ${JSON.stringify(values)}`);
    this.key = key;
    this.values = values;
  }
}
