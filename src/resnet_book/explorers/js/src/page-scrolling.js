// The website's pages: tables, code, printed lines and formulas that are wider than a reader's window.
// A script of its own, not a module, so that it works for a page opened as a file too.
import { headings, reachable, refresh } from "./scrolling.js";

const TABLES = ".scrolls, .pst-scrollable-table-container";

const KINDS = {
  Table: TABLES,
  Formula: ".math .drawn",
  Output: ".cell_output, .cell_output > .output, .cell_output pre",
  Code: "pre:not(.cell_output pre)",
};

const article = document.querySelector("article.bd-article");
const boxes = [];
for (const [kind, selector] of Object.entries(KINDS))
  for (const [i, box] of [...(article?.querySelectorAll(selector) ?? [])].entries()) {
    const more = box.matches(TABLES) ? `: ${headings(box)}` : "";
    reachable(box, `${kind} ${i + 1}${more}`);
    boxes.push(box);
  }
// A font that comes later makes a formula wider, and its box stays as it is.
document.fonts.addEventListener("loadingdone", () => boxes.forEach(refresh));
