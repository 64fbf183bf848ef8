// The one bundle. As a module of a live widget it exports `render`; as a script of the website it
// also brings the page's figures to life.
import { mount } from "./explorer.js";
import { mountPage } from "./page.js";

export default { render: ({ model, el }) => mount({ model, el }) };

const script = document.querySelector('script[src*="explorers.js"]');
if (script) mountPage(document);
