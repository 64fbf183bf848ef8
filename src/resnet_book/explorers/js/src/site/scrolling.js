// The website's pages: tables, code, printed lines and formulas that are wider than a reader's window.
import { headings, reachable, refresh } from "../scrolling.js";

const TABLES = ".scrolls, .pst-scrollable-table-container";

// What each box is called stands on the script's element: data-table="Table", …
const KINDS = {
  table: TABLES,
  formula: ".math .drawn",
  output: ".cell_output, .cell_output > .output, .cell_output pre",
  code: "pre:not(.cell_output pre)",
};
const names = document.currentScript.dataset;

const article = document.querySelector("article.bd-article");
const boxes = [];
for (const [kind, selector] of Object.entries(KINDS))
  for (const [i, box] of [...(article?.querySelectorAll(selector) ?? [])].entries()) {
    const more = box.matches(TABLES) ? `: ${headings(box)}` : "";
    reachable(box, `${names[kind]} ${i + 1}${more}`);
    boxes.push(box);
  }
// A font that comes later makes a formula wider, and its box stays as it is.
document.fonts.addEventListener("loadingdone", () => boxes.forEach(refresh));
