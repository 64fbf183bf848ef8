// What a worker needs beside the engine to answer for networks that were trained before: recorded weights, and
// removals. Its script comes after the engine's.
import { removalNetwork, removals } from "./removals.js";
import { readTensors } from "./safetensors.js";

Object.assign(globalThis.residualEngine, { removalNetwork, removals, readTensors });
