// Makes the scripts in ../static from src/:
//
//   widget.js           for anywidget: one module with everything
//   site/loader.js      for the website, as are the next ones, all classic scripts: on each page with a figure
//   site/shared.js      what all figures share: each module that lies in src/ itself
//   site/NAME.js        one kind of figure: each module in src/kinds/
//   site/scrolling.js   on every page
//   site/engine.js      what trains networks in the page, from engine/: loaded on the first press of Run
//   site/digits.js      the images that it trains on
//   site/answers.js     what answers for recorded networks, beside the engine
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compileKernels } from "./engine/compile.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const src = join(here, "src");
const out = process.argv[2] ?? join(here, "../static");

const modules = (folder) => readdirSync(folder).filter((name) => name.endsWith(".js"));
const kinds = modules(join(src, "kinds")).map((name) => basename(name, ".js"));
const shared = modules(src);

// Of Observable Plot, what no drawing here uses and what weighs most.
const unused = {
  name: "unused",
  setup(step) {
    for (const name of ["schemes", "legends"])
      step.onResolve({ filter: new RegExp(`^\\./(scales/)?${name}\\.js$`) }, ({ importer }) =>
        importer.includes("plot") ? { path: join(src, `vendor/no-${name}.js`) } : null,
      );
  },
};

const common = {
  bundle: true,
  minify: true,
  target: "es2022",
  loader: { ".css": "text" },
  alias: { "d3-geo": join(src, "vendor/no-maps.js") },
  plugins: [unused],
  legalComments: "none",
  logLevel: "warning",
};

/** A script from source text, as if it lay in src/. */
const make = (file, text, more) =>
  build({ ...common, stdin: { contents: text, resolveDir: src }, outfile: join(out, file), ...more });

const classic = { format: "iife" };
const lines = (names, line) => names.map(line).join("\n");

// In a kind's script, modules of src/ itself are those that the shared script has brought.
const fromShared = {
  name: "from-shared",
  setup(step) {
    step.onResolve({ filter: /^\./ }, ({ path, resolveDir, kind }) => {
      const file = resolve(resolveDir, path);
      if (kind === "entry-point" || dirname(file) !== src) return null;
      return { path: basename(file), namespace: "shared" };
    });
    step.onLoad({ filter: /.*/, namespace: "shared" }, ({ path }) => ({
      contents: `module.exports = resnetBook.shared[${JSON.stringify(path)}];`,
    }));
  },
};

await make(
  "widget.js",
  `import { mountFigure } from "./figure.js";
  ${lines(kinds, (name) => `import ${name} from "./kinds/${name}.js";`)}
  const kinds = { ${kinds.join(", ")} };
  export default { render: ({ model, el }) => mountFigure({ model, el, kind: kinds[model.get("kind")] }) };`,
  { format: "esm" },
);
await make(
  "site/shared.js",
  `${lines(shared, (name, i) => `import * as m${i} from "./${name}";`)}
  Object.assign(resnetBook.shared, { ${shared.map((name, i) => `"${name}": m${i}`)} });`,
  classic,
);
for (const name of kinds)
  await make(`site/${name}.js`, `import kind from "./kinds/${name}.js"; resnetBook.kinds.${name} = kind;`, {
    ...classic,
    plugins: [fromShared],
  });

// The engine's worker, kernels and all, is a text in the script that starts it.
const engine = join(here, "engine");
const kernels = await compileKernels();
const letters = {
  name: "letters",
  setup(step) {
    step.onResolve({ filter: /kernels\.wasm$/ }, () => ({ path: "kernels", namespace: "letters" }));
    step.onLoad({ filter: /.*/, namespace: "letters" }, () => ({
      contents: String.fromCharCode(...Array.from(kernels, (byte) => byte + 32)),
      loader: "text",
    }));
  },
};
const text = async (name) => {
  const entryPoints = [join(engine, name)];
  const options = {
    ...common,
    ...classic,
    entryPoints,
    charset: "utf8",
    plugins: [letters],
    write: false,
  };
  return JSON.stringify((await build(options)).outputFiles[0].text);
};
await make("site/engine.js", `import "../engine/page.js";`, {
  ...classic,
  charset: "utf8",
  define: { WORKER: await text("worker.js") },
});
await make("site/answers.js", `resnetBook.answers = { source: ${await text("answers.js")} };`, classic);
const digits = readFileSync(join(engine, "digits.json"), "utf8").trim();
await make("site/digits.js", `resnetBook.digits = ${digits};`, classic);

const version = (name) =>
  createHash("sha256")
    .update(readFileSync(join(out, "site", name)))
    .digest("hex")
    .slice(0, 8);
const loaded = ["shared.js", "engine.js", "digits.js", "answers.js", ...kinds.map((name) => `${name}.js`)];
const versions = Object.fromEntries(loaded.map((name) => [name, version(name)]));
await make("site/loader.js", `import "./site/loader.js";`, {
  ...classic,
  define: { VERSIONS: JSON.stringify(versions) },
});
await make("site/scrolling.js", `import "./site/scrolling.js";`, classic);
