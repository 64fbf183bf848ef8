// Training: steps of SGD on shuffled batches, and the errors of all images.
import { checkRecipe, rate, stepsOf, stepsPerEpoch } from "./recipe.js";

const PADDING = 4; // pixels on each side, as in resnet_book.data.batches

/** The loss is no longer a number. */
export class Diverged extends Error {}

/**
 * Train a network in place; yields after each step.
 *
 * The network's weights, the recipe, the data and the seed determine every number to the last bit. An epoch's
 * randomness comes from the seed and its own number.
 *
 * @param data - what `network.keep` returned.
 * @yields {step, steps, epoch, epochs, loss, error}: counted from 1; the mean loss and the error in percent of this
 *   step's images.
 */
export function* train(network, data, recipe, seed) {
  checkRecipe(recipe);
  const { kernels, parameters } = network.plan;
  const total = stepsOf(recipe, data.count);
  const perEpoch = stepsPerEpoch(recipe, data.count);
  const epochs = Math.ceil(total / perEpoch);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const first = epoch * perEpoch;
    const steps = Math.min(perEpoch, total - first);
    kernels.seed(seed, 2 * epoch);
    const order = shuffled(data.count, kernels);
    const places = recipe.augment ? placements(order.length, kernels) : null;
    kernels.seed(seed, 2 * epoch + 1); // dropout
    for (let i = 0; i < steps; i++) {
      const [from, to] = [i * recipe.batch_size, (i + 1) * recipe.batch_size];
      network.forward(data, order.subarray(from, to), {
        training: true,
        places: places?.subarray(3 * from, 3 * to),
      });
      const { loss, wrong } = network.judge();
      if (!Number.isFinite(loss)) throw new Diverged(`loss ${loss}`);
      network.backward();
      parameters.descend(rate(recipe, first + i, data.count), recipe.momentum, recipe.weight_decay);
      const error = (100 * wrong) / recipe.batch_size;
      yield { step: first + i + 1, steps: total, epoch: epoch + 1, epochs, loss, error };
    }
  }
}

/** The mean loss and the error in percent of all images, in their order. */
export function evaluate(network, data) {
  let loss = 0;
  let wrong = 0;
  for (let start = 0; start < data.count; start += network.lanes) {
    const count = Math.min(network.lanes, data.count - start);
    network.forward(
      data,
      Int32Array.from({ length: count }, (_, i) => start + i),
    );
    const judged = network.judge();
    loss += judged.loss * count;
    wrong += judged.wrong;
  }
  return { loss: loss / data.count, error: (100 * wrong) / data.count };
}

/** The numbers below `count` in a random order (Fisher and Yates). */
function shuffled(count, { below }) {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = below(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** How far each image is moved, up to four pixels each way, and whether it is flipped. */
function placements(count, { below }) {
  const places = new Int32Array(3 * count);
  for (let i = 0; i < 3 * count; i += 3) {
    places[i] = below(2 * PADDING + 1) - PADDING;
    places[i + 1] = below(2 * PADDING + 1) - PADDING;
    places[i + 2] = below(2);
  }
  return places;
}
