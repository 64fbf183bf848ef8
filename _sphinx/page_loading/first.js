
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
}
