"""What must hold for a page's layout, as scripts that a browser runs in it."""

SIZES = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}

# What sticks out of the window, unless a box around it scrolls.
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  const scrolls = (e) => {
    for (; e && e !== document.body; e = e.parentElement)
      if (["auto", "scroll"].includes(getComputedStyle(e).overflowX)) return true;
    return false;
  };
  const out = [...document.querySelectorAll("article.bd-article *:not(.katex-mathml *, svg *)")]
    .filter((e) => e.getBoundingClientRect().right > width + 1 && !scrolls(e.parentElement))
    .map((e) => `<${e.tagName.toLowerCase()} class="${e.getAttribute("class") ?? ""}">`);
  if (document.scrollingElement.scrollWidth > width) out.push("the page scrolls sideways");
  return out.slice(0, 5);
}"""

# What scrolls and cannot be reached by keyboard; in the article it also needs a name of its own.
UNREACHABLE = """() => {
  const stops = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const can = (overflow) => ["auto", "scroll"].includes(overflow);
  const names = new Set();
  const reached = (e) => {
    if (!e.closest("article.bd-article")) return e.tabIndex >= 0 || e.querySelector(stops);
    const name = e.getAttribute("aria-label");
    const named = name && !names.has(name);
    names.add(name);
    return e.getAttribute("tabindex") === "0" && e.getAttribute("role") === "region" && named;
  };
  const pick = (e) => {
    const { overflowX, overflowY } = getComputedStyle(e);
    const wide = can(overflowX) && e.scrollWidth > e.clientWidth + 1;
    return wide || (can(overflowY) && e.scrollHeight > e.clientHeight + 1);
  };
  return [...document.body.querySelectorAll("*:not(svg *, .katex *)")]
    .filter((e) => e.checkVisibility() && pick(e) && !reached(e))
    .map((e) => `<${e.tagName.toLowerCase()} class="${e.getAttribute("class") ?? ""}">`);
}"""

# Everything that is folded away is shown, and laid out.
UNFOLD = """() => {
  document.documentElement.classList.remove("veils"); // nothing is veiled
  for (const part of document.querySelectorAll(".veiled")) part.removeAttribute("hidden");
  document.documentElement.classList.remove("lazy"); // far blocks have a layout too
  for (const details of document.querySelectorAll("details")) details.open = true;
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
