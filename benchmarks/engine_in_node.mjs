// One training by the engine, as pages load it, timed: node engine_in_node.mjs JOB, where JOB is the JSON of
// {spec, recipe, seed}. Prints {wall, processor, error}: seconds of all steps, and the training error in percent.
import { readFileSync } from "node:fs";
import vm from "node:vm";

const STATIC = new URL("../src/resnet_book/explorers/static/site/", import.meta.url);
const run = (text) => vm.runInThisContext(text);
globalThis.resnetBook = {};
for (const name of ["engine.js", "digits.js"]) run(readFileSync(new URL(name, STATIC), "utf8"));
run(resnetBook.engine.source);

const { kernels, Network, train, evaluate, standardised } = residualEngine;
const { spec, recipe, seed } = JSON.parse(process.argv[2]);
const digits = standardised(resnetBook.digits);
const used = process.cpuUsage(); // all threads of this process, those that compile too
const start = performance.now();
const network = new Network(kernels, spec, { size: resnetBook.digits.size, lanes: recipe.batch_size });
network.initialise({ seed });
const data = network.keep(digits.train);
for (const _ of train(network, data, recipe, seed));
const { user, system } = process.cpuUsage(used);
const wall = (performance.now() - start) / 1000;
console.log(JSON.stringify({ wall, processor: (user + system) / 1e6, error: evaluate(network, data).error }));
