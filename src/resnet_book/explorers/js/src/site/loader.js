// The website's loader: gives each figure its scripts when it comes near the screen.
//
// Only classic scripts, put into the page as elements: `import()` and `fetch` do not work for a page that
// is opened as a file. `resnetBook` is what the scripts share.
import { parse } from "../address.js";
import { PageModel } from "./page-model.js";
import { first, follow, lift, start } from "./veils.js";

const folder = document.currentScript.src.replace(/[^/]*$/, "");
const loading = new Map();

/** A script of the site's static folder; resolves when it has run, and is asked for once. */
function load(name) {
  if (!loading.has(name)) loading.set(name, add(name));
  return loading.get(name);
}

function add(name) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    // VERSIONS: of each script's content, so that no browser keeps an old one beside a new one.
    script.src = `${folder}${name}?v=${VERSIONS[name] ?? ""}`;
    script.onload = resolve;
    script.onerror = () => {
      loading.delete(name); // may come with the next figure
      reject(new Error(`${name} did not load`));
    };
    document.head.append(script);
  });
}

globalThis.resnetBook = { kinds: {}, shared: {}, load };

function modelOf(figure) {
  const { values, pinned, ...state } = JSON.parse(
    figure.querySelector('script[type="application/json"]').textContent,
  );
  const { kind, name } = figure.dataset;
  const asks = kind === "predict";
  const guessed = asks ? first(name, state.content) : {};
  const model = new PageModel({ kind, name, state, pinned, ...values, ...guessed });
  if (asks) follow(name, model);
  return model;
}

/** Bring a figure to life; one that fails shows its picture and its table, the others go on. */
async function mount(figure) {
  const { kind } = figure.dataset;
  try {
    await load("shared.js");
    await load(`${kind}.js`);
    const { kinds, shared } = globalThis.resnetBook;
    figure.classList.remove("waiting"); // so that its parts have a width
    shared["figure.js"].mountFigure({ model: modelOf(figure), el: figure, kind: kinds[kind], page: true });
  } catch (error) {
    console.warn(error);
    figure.classList.remove("mounted");
    figure.classList.add("failed");
    lift(figure.dataset.name); // nobody can guess here
  } finally {
    figure.classList.remove("waiting");
  }
}

const near = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries)
      if (isIntersecting) {
        near.unobserve(target);
        mount(target);
      }
  },
  { rootMargin: "100% 0px" },
);

start();

const asked = parse(location.hash)?.name;
for (const figure of document.querySelectorAll("figure.explorer")) {
  figure.classList.add("waiting");
  if (figure.dataset.name === asked) mount(figure).then(() => figure.scrollIntoView({ behavior: "instant" }));
  else near.observe(figure);
}
