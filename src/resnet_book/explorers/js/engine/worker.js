// The worker that trains: its messages, and what tests use of the engine without one.
import { standardised } from "./images.js";
import letters from "./kernels.wasm";
import { Network } from "./network.js";
import { rate } from "./recipe.js";
import { Diverged, evaluate, train } from "./training.js";

// A letter a byte, from the space on: shorter, when it is compressed, than base64.
const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0) - 32);
// Not valid where WebAssembly has no SIMD.
const kernels = globalThis.WebAssembly?.validate(bytes) && new WebAssembly.Module(bytes);
Object.assign(globalThis, {
  residualEngine: { kernels, Network, train, evaluate, rate, standardised },
});

let stopped = false;

/** Wait until messages have been read. */
const turn = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });

/** Train, and post every step; at the end the errors of all images, by the last weights. */
async function run({ spec, recipe, seed, digits, gain, zeroGamma }) {
  if (!kernels) return postMessage({ unsupported: true });
  const { train: training, test } = standardised(digits);
  const network = new Network(kernels, spec, { size: digits.size, lanes: recipe.batch_size });
  network.initialise({ seed, gain, zeroGamma });
  const [kept, unseen] = [network.keep(training), network.keep(test)];
  const start = performance.now();
  for (const step of train(network, kept, recipe, seed)) {
    postMessage({ step });
    await turn();
    if (stopped) return postMessage({ stopped: true });
  }
  const seconds = (performance.now() - start) / 1000;
  postMessage({ result: { train: evaluate(network, kept), test: evaluate(network, unseen), seconds } });
}

globalThis.onmessage = async ({ data }) => {
  if (data.stop) {
    stopped = true;
    return;
  }
  try {
    await run(data.job);
  } catch (error) {
    postMessage({ failed: error.message, diverged: error instanceof Diverged });
  }
};
