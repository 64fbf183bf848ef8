
{
  const root = document.documentElement;
  const read = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // storage is switched off
    }
  };
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.mode = read("mode") || "auto";
  root.dataset.theme =
    root.dataset.mode === "auto" ? (dark ? "dark" : "light") : root.dataset.mode;
  // Blocks are laid out when they come near the screen; not where the browser is about to scroll to
  // a place that it knows: an anchor, or where the reader was before.
  const [visit] = performance.getEntriesByType("navigation");
  if (!location.hash && visit?.type === "navigate") root.classList.add("lazy");
  // Veils over what answers a question (veils.py), but not where this reader has answered it before;
  // veils.js takes charge of them. Where its script does not come, they go.
  root.classList.add("veils");
  addEventListener("load", () => globalThis.resnetBook ?? root.classList.remove("veils"));
  try {
    const answered = Object.keys(JSON.parse(read(`guesses ${location.pathname}`)) ?? {});
    const sheet = new CSSStyleSheet();
    for (const name of answered.map(CSS.escape)) {
      sheet.insertRule(`.veiled[data-prediction=${name}] { content-visibility: visible !important }`);
      sheet.insertRule(`.veil[data-prediction=${name}] { display: none !important }`);
    }
    document.adoptedStyleSheets = [sheet];
  } catch {
    // not ours, or an old browser: veils.js lifts these veils a moment later
  }
}
