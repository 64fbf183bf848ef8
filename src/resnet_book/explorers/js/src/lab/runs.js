// The runs of the lab: what is trained, and the curves of what was.

const KEPT = 4; // runs in the figure; the oldest goes first
const WINDOW = 11; // steps that a point of a curve is the mean of

/** What the engine trains for the controls' values: the JSON of a NetworkSpec and a Recipe. */
export function jobOf({ spec, recipe }, { depth, shortcut, learning_rate }) {
  const count = ((depth - 2) * spec.blocks[0]) / (spec.depth - 2); // blocks of the spec's own shape
  return {
    spec: { ...spec, depth, blocks: spec.blocks.map(() => count), design: { ...spec.design, shortcut } },
    recipe: { ...recipe, learning_rate },
    seed: 0,
  };
}

/** The runs with one more; one of the same name is replaced, and the oldest ones go. */
export const withRun = (runs, run) => [...runs.filter(({ id }) => id !== run.id), run].slice(-KEPT);

/**
 * The points of a curve from the steps' errors: means over a few steps, at the epoch in which they end.
 *
 * @param errors - in percent, of each step.
 */
export function points(errors, perEpoch) {
  const found = [];
  for (let start = 0; start < errors.length; start += WINDOW) {
    const some = errors.slice(start, start + WINDOW);
    found.push({
      x: (start + some.length) / perEpoch,
      y: some.reduce((a, b) => a + b, 0) / some.length,
    });
  }
  return found;
}
