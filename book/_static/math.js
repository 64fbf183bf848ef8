// Draws the page's mathematics with KaTeX, and loads KaTeX only where there is some.
// Sphinx writes \(…\) in span.math, and \[…\] after an optional number in div.math.
(() => {
  const boxes = document.querySelectorAll(".math");
  if (!boxes.length) return;
  const katexFolder = new URL("katex/", document.currentScript.src);

  const load = (tag, attributes) =>
    new Promise((resolve, reject) => {
      const element = Object.assign(document.createElement(tag), attributes);
      element.onload = resolve;
      element.onerror = reject;
      document.head.append(element);
    });

  const draw = (box) => {
    const source = [...box.childNodes].find((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
    if (!source) return;
    const tex = source.data.trim().replace(/^\\[([]([\s\S]*)\\[)\]]$/, "$1");
    const drawn = document.createElement("span");
    drawn.className = "drawn";
    window.katex.render(tex, drawn, { displayMode: box.tagName === "DIV", throwOnError: false });
    source.replaceWith(drawn);
  };

  Promise.all([
    load("link", { rel: "stylesheet", href: new URL("katex.min.css", katexFolder) }),
    load("script", { src: new URL("katex.min.js", katexFolder) }),
  ]).then(() => boxes.forEach(draw));
})();
