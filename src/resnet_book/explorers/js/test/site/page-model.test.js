import assert from "node:assert/strict";
import { test } from "node:test";
import { PageModel } from "../../src/site/page-model.js";

test("the page's model tells its listeners, and forgets those that left", () => {
  const model = new PageModel({ depth: 20 });
  let calls = 0;
  const listener = () => (calls += 1);
  model.on("change:depth", listener);
  model.set("depth", 56);
  model.set("shortcut", "A");
  assert.equal(model.get("depth"), 56);
  assert.equal(calls, 1);
  model.off("change:depth", listener);
  model.set("depth", 20);
  assert.equal(calls, 1);
  model.save_changes();
});
