// All kernels, compiled into one module.
export { biasGradient, convolve, exchange, weightGradient } from "./convolution";
export {
  carry,
  carryBackward,
  gate,
  gateBackward,
  multiply,
  rectifyBackward,
  weightedSum,
} from "./elementwise";
export { crossEntropy, pool, poolBackward } from "./head";
export { evaluationInverse, normalise, normaliseBackward, statistics } from "./normalisation";
export { below, dropoutMask, normal, seed } from "./random";
export { descend, gather } from "./step";
