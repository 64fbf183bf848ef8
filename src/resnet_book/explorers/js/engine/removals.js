// One image through a network, and through that network without each of its blocks' branches.

/**
 * The network that answers for one image, alone and with removals: a lane for each.
 *
 * @param engine - {kernels, Network}: this is part of another script than the engine.
 */
export function removalNetwork({ kernels, Network }, spec, weights, size) {
  const blocks = spec.blocks.reduce((a, b) => a + b);
  const lanes = Math.ceil((blocks + 1) / 4) * 4;
  const network = new Network(kernels, spec, { size, lanes, training: false });
  network.load(weights);
  for (let block = 0; block < blocks; block++) network.turn(block, block + 1, false);
  return network;
}

/**
 * Logits of one image: first of the whole network, then without each branch in turn.
 *
 * @param network - from `removalNetwork`.
 * @param data - what `network.keep` returned.
 */
export function removals(network, data, image) {
  network.forward(data, new Int32Array(network.blocks.length + 1).fill(image));
  return network.logits();
}
