// The website: every figure of a page comes to life with the state that it holds.
import { parse } from "./address.js";
import { mount } from "./explorer.js";
import { PageModel } from "./model.js";

function modelOf(figure) {
  const { values, pinned, ...state } = JSON.parse(
    figure.querySelector('script[type="application/json"]').textContent,
  );
  const { kind, name } = figure.dataset;
  return new PageModel({ kind, name, state, pinned, ...values });
}

/** Bring every figure of the document to life; one that fails shows a sentence, the others go on. */
export function mountPage(document) {
  const address = parse(location.hash);
  for (const figure of document.querySelectorAll("figure.explorer:not([data-mounted])")) {
    figure.dataset.mounted = "";
    try {
      mount({ model: modelOf(figure), el: figure, page: true });
    } catch (error) {
      console.warn(error);
      figure.prepend("This figure cannot be drawn: its data is damaged. Its table follows.");
    }
    if (address?.name === figure.dataset.name) figure.scrollIntoView();
  }
}
