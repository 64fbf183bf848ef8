// What the pages need of Bootstrap's script, without its 80 kB: menus, and the current section in the
// table of contents. And what their policy does not let stand in attributes.
{
  const root = document.documentElement;
  const body = document.body;

  // Buttons of the theme. Its own attribute onclick would not run under the policy.
  const does = { print: () => window.print(), fullscreen: () => window.toggleFullScreen() };
  const menus = [...document.querySelectorAll("[data-bs-toggle=dropdown]")];

  const open = (button, shown) => {
    const menu = button.nextElementSibling;
    for (const element of [button, menu]) element.classList.toggle("show", shown);
    button.setAttribute("aria-expanded", shown);
    menu.dataset.bsPopper = "static"; // places it below its button
    menu.style.translate = "";
    const beyond = menu.getBoundingClientRect().right + 8 - root.clientWidth;
    if (shown && beyond > 0) menu.style.translate = `${-beyond}px`;
  };

  const items = (button) => [...button.nextElementSibling.querySelectorAll("a, button")];

  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest?.(selector);
    const pressed = at("[data-bs-toggle=dropdown]");
    for (const button of menus)
      open(button, button === pressed && button.getAttribute("aria-expanded") !== "true");
    does[at("[data-does]")?.dataset.does]?.();
    if (at(".highlight-link a")) {
      event.preventDefault(); // its address is a script, which the policy does not run
      SphinxHighlight.hideSearchWords();
    }
  });

  document.addEventListener("keydown", (event) => {
    const button = menus.find((each) => each.parentElement.contains(event.target));
    if (!button) return;
    const shown = button.getAttribute("aria-expanded") === "true";
    if (event.key === "Escape" && shown) {
      open(button, false);
      button.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      open(button, true);
      const all = items(button);
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = all.indexOf(event.target) + step;
      all[Math.min(Math.max(next, 0), all.length - 1)].focus();
    }
  });

  // Before a jump every block is laid out: its end would be elsewhere else.
  const layOut = () => root.classList.remove("lazy");
  addEventListener("click", (event) => event.target.closest?.("a[href^='#']") && layOut(), true);
  addEventListener("hashchange", () => {
    if (!root.classList.contains("lazy")) return;
    layOut();
    document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  });

  // The section that is being read, in the table of contents: the last one that begins above the
  // middle of the window.
  const follow = () => {
    const links = new Map();
    for (const link of document.querySelectorAll(".bd-toc-nav a[href^='#']")) {
      const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (section) links.set(section, link);
    }
    const seen = new Set();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries)
          seen[isIntersecting ? "add" : "delete"](target);
        const current = [...links.keys()].filter((section) => seen.has(section)).at(-1);
        if (!current) return;
        for (const link of links.values())
          for (const element of [link, link.parentElement]) element.classList.remove("active");
        for (let item = links.get(current).closest("li"); item; item = item.parentElement.closest("li"))
          for (const element of [item, item.querySelector("a")]) element.classList.add("active");
      },
      { rootMargin: "0px 0px -60%" },
    );
    for (const section of links.keys()) observer.observe(section);
  };
  const idle = window.requestIdleCallback ?? setTimeout;
  if (document.readyState === "complete") idle(follow);
  else addEventListener("load", () => idle(follow));

  // A page opened as a file cannot fetch others, so results of a search come without an extract.
  if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
  if (document.getElementById("search-results")) {
    const field = document.querySelector("form.bd-search input");
    field?.focus();
    field?.select();
  }
}
