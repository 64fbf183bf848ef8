import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { keep, kept, restored } from "../../src/site/guesses.js";

const content = { form: "number", low: 0, high: 100 };

function storage(values = {}) {
  globalThis.localStorage = {
    getItem: (key) => values[key] ?? null,
    setItem: (key, value) => {
      values[key] = value;
    },
    removeItem: (key) => delete values[key],
  };
  return values;
}

beforeEach(() => {
  globalThis.location = { pathname: "/book/01.html" };
});

test("a guess is kept for its page, and forgotten with what is not revealed", () => {
  const values = storage();
  keep("plain", { guess: 30, revealed: true });
  keep("other", { guess: null, revealed: true });
  assert.deepEqual(restored("plain", content), { guess: 30, revealed: true });
  assert.deepEqual(restored("other", content), { guess: null, revealed: true });
  globalThis.location = { pathname: "/book/02.html" };
  assert.deepEqual(restored("plain", content), {});
  globalThis.location = { pathname: "/book/01.html" };
  keep("plain", { guess: 30, revealed: false });
  assert.deepEqual(kept(), { other: null });
  keep("other", { revealed: false });
  assert.deepEqual(values, {});
});

test("a guess that the question no longer takes is forgotten", () => {
  storage({ "guesses /book/01.html": JSON.stringify({ plain: "300" }) });
  assert.deepEqual(restored("plain", content), {});
  assert.deepEqual(kept(), {});
});

test("where nothing can be kept, nothing fails", () => {
  globalThis.localStorage = undefined;
  keep("plain", { guess: 30, revealed: true });
  assert.deepEqual(kept(), {});
  storage({ "guesses /book/01.html": "no JSON" });
  assert.deepEqual(restored("plain", content), {});
});
