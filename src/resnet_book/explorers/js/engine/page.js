// What a page loads on the first press of Run: it starts workers that train. A classic script; see build.mjs.

/**
 * Train in a worker.
 *
 * @param job - {spec, recipe, seed, digits, gain, zeroGamma}: the JSON of a NetworkSpec and a Recipe, the packed
 *   digits; gain and zeroGamma as in `Network.initialise`, and may be left out.
 * @param on - called with each message: {step}, {result}, {stopped}, {unsupported} or {failed, diverged}; see worker.js.
 * @returns {stop, end}: `stop` ends the training after the step that runs now; `end` leaves nothing behind.
 */
function start(job, on) {
  const address = URL.createObjectURL(new Blob([resnetBook.engine.source], { type: "text/javascript" }));
  const worker = new Worker(address);
  const end = () => {
    worker.terminate();
    URL.revokeObjectURL(address);
  };
  worker.onmessage = ({ data }) => {
    if (!data.step) end();
    on(data);
  };
  worker.onerror = ({ message }) => {
    end();
    on({ failed: message, diverged: false });
  };
  worker.postMessage({ job });
  return { stop: () => worker.postMessage({ stop: true }), end };
}

// WORKER: the text of the worker's script, which the build puts in.
resnetBook.engine = { start, source: WORKER };
