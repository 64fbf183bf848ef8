// Recipes: the JSON of the package's `Recipe`, and the learning rate of each step.
//
// Only additions, multiplications and divisions, which round alike everywhere; Math.cos and ** need not.
import { refuseUnknown } from "./choices.js";

/** cos(π x) for x from 0 to 1, within 1e-15. */
export function cosine(x) {
  // Around the middle, so that the series is short: cos(π x) = −sin(π (x − 1/2)).
  const t = Math.PI * (x - 0.5);
  let term = t;
  let sum = t;
  for (let n = 2; n < 28; n += 2) {
    term *= -(t * t) / (n * (n + 1));
    sum += term;
  }
  return -sum;
}

/** Refuse a recipe of which anything is not followed here. */
export const checkRecipe = (recipe) =>
  refuseUnknown(
    recipe,
    "name batch_size epochs iterations learning_rate momentum weight_decay milestones warmup_epochs augment precision",
    {
      ...{ schedule: ["steps", "cosine"], warmup: ["constant", "linear"] },
      ...{ decay_vectors: [true], nesterov: [false], label_smoothing: [0] },
    },
  );

/** Complete batches in so many images. */
export function stepsPerEpoch(recipe, images) {
  if (images < recipe.batch_size) throw new RangeError(`batch_size ${recipe.batch_size} of ${images} images`);
  return Math.floor(images / recipe.batch_size);
}

/** Steps of a whole training. */
export const stepsOf = (recipe, images) => recipe.iterations ?? recipe.epochs * stepsPerEpoch(recipe, images);

/** The learning rate of a step, counted from 0: as `Recipe.rate`. */
export function rate(recipe, step, images) {
  const steps = stepsOf(recipe, images);
  const warming = recipe.warmup_epochs * stepsPerEpoch(recipe, images);
  const { learning_rate: base, schedule, milestones, warmup } = recipe;
  if (step < warming) return base * (warmup === "constant" ? 0.1 : (step + 1) / Math.ceil(warming));
  if (schedule === "cosine") return (base * (1 + cosine(step / steps))) / 2;
  let factor = 1;
  for (const milestone of milestones) if (step >= milestone * steps) factor *= 0.1;
  return base * factor;
}
