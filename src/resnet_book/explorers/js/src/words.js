// The words of a figure. They come with its state, from a table in Python; none stand in JavaScript.
import { number } from "./numbers.js";

/** What a figure says, from its table of {key: sentence with {places}}. */
export class Words {
  #table;

  constructor(table) {
    if (!table?.locale) throw new Error("this figure has no table of words");
    this.#table = table;
  }

  /** The sentence of a key, its places filled; a number is written for people. */
  say(key, values = {}) {
    const sentence = this.#table[key];
    if (sentence === undefined) throw new Error(`no word for ${key}`);
    return sentence.replaceAll(/\{(\w+)\}/g, (_, place) => {
      const value = values[place];
      if (value === undefined) throw new Error(`nothing for {${place}} in ${key}`);
      return typeof value === "string" ? value : this.number(value);
    });
  }

  /** A number to so many digits; a word where it is not finite (null in JSON). */
  number(value, digits = 3) {
    return value === null ? this.say("not_finite") : number(value, digits, this.#table.locale);
  }

  /** A whole number, all its digits. */
  whole(value) {
    return value.toLocaleString(this.#table.locale);
  }
}
