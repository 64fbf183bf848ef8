import assert from "node:assert/strict";
import { test } from "node:test";
import { stages } from "../../src/kinds/cost.js";

test("a stage of n blocks is its first block and n − 1 others", () => {
  const content = {
    families: {
      cifar: {
        blocks: { 20: ["basic", [3, 2]] },
        designs: {
          "basic A 1x1": [
            ["stem", [16, 32, 32], 5, 50, 0, 0],
            ["layer1", [16, 32, 32], 10, 100, 7, 70],
            ["layer2", [32, 16, 16], 20, 200, 9, 90],
            ["head", [10], 1, 1, 0, 0],
          ],
        },
      },
    },
  };
  const view = { family: "cifar", depth: 20, shortcut: "A", stride_on: "1x1" };
  assert.deepEqual(
    stages(content, view).map((s) => [s.name, s.parameters, s.multiplyAdds]),
    [
      ["stem", 5, 50],
      ["layer1", 24, 240],
      ["layer2", 29, 290],
      ["head", 1, 1],
    ],
  );
  assert.deepEqual(stages(content, view), stages(content, view), "counting changes nothing");
  assert.throws(() => stages(content, { ...view, depth: 56 }), /not_measured/);
});
