// Measures the built site with Lighthouse and prints a table.
//
//   npm run lighthouse                              every page, once
//   npm run lighthouse -- --runs 3 book/index       this page, the best of three
//   npm run lighthouse -- --check                   the pages of budgets.json; exit 1 over a budget
//   --site FOLDER   another built site    --saved FILE   figures that --json FILE wrote before
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { broken } from "./budgets.js";

const budgets = JSON.parse(readFileSync(new URL("budgets.json", import.meta.url)));
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    check: { type: "boolean", default: false },
    json: { type: "string" },
    runs: { type: "string", default: "1" },
    saved: { type: "string" },
    site: { type: "string", default: new URL("../../../_build/html", import.meta.url).pathname },
  },
});
const COLUMNS = [
  "performance", "accessibility", "best-practices", "seo",
  "paint", "largest", "blocked", "shift", "bytes", "requests", "blocking", "elements",
];

function pages() {
  if (positionals.length) return positionals;
  if (options.check) return Object.keys(budgets);
  return readdirSync(options.site, { recursive: true })
    .filter((path) => path.endsWith(".html") && !/^(_|index\.html)/.test(path)) // which only leads on
    .map((path) => path.slice(0, -".html".length))
    .sort();
}

// `{ page: figures }`, each the best of several runs.
async function measured() {
  const { launch } = await import("chrome-launcher");
  const { measure } = await import("./measure.js");
  const { serve } = await import("./server.js");
  const server = await serve(options.site);
  const browser = await launch({
    chromePath: process.env.CHROME_PATH || process.env.CHROMIUM, // else it looks for one
    chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"],
  });
  const found = {};
  try {
    for (const page of pages())
      for (let run = 0; run < Number(options.runs); run++) {
        const figures = await measure(`${server.address}/${page}.html`, browser.port);
        if (!(found[page]?.performance >= figures.performance)) found[page] = figures;
      }
  } finally {
    browser.kill();
    server.close();
  }
  return found;
}

const found = options.saved ? JSON.parse(readFileSync(options.saved)) : await measured();
if (options.json) writeFileSync(options.json, `${JSON.stringify(found, null, 1)}\n`);
const table = [["page", ...COLUMNS], ...Object.entries(found).map(([page, figures]) =>
  [page, ...COLUMNS.map((name) => figures[name])])];
const widths = table[0].map((_, i) => Math.max(...table.map((row) => String(row[i]).length)));
for (const row of table)
  console.log(row.map((cell, i) => String(cell)[i ? "padStart" : "padEnd"](widths[i])).join("  "));
console.log("paint, largest, blocked in milliseconds; best of", options.runs);

for (const [page, { failed }] of Object.entries(found))
  for (const audit of failed) console.log(`${page}: ${audit}`);
if (options.check) {
  const sentences = Object.entries(budgets).flatMap(([page, budget]) =>
    found[page] ? broken(page, found[page], budget) : [`${page} was not measured`]);
  for (const sentence of sentences) console.error(sentence);
  process.exitCode = sentences.length ? 1 : 0;
}
