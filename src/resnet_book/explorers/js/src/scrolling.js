// Whatever scrolls can be reached by keyboard: a box whose content does not fit into it becomes a tab
// stop with a name. Where everything fits it is none, so that nobody tabs through a page of tables.

const scrollable = (overflow) => overflow === "auto" || overflow === "scroll";

/** Whether a reader can scroll a box of this style; one pixel may be a rounded fraction of one. */
export function scrolls(box, { overflowX, overflowY }) {
  const wide = box.scrollWidth > box.clientWidth + 1;
  const high = box.scrollHeight > box.clientHeight + 1;
  return (wide && scrollable(overflowX)) || (high && scrollable(overflowY));
}

const names = new WeakMap();
let observer = null;

/** Make a box a tab stop or not, as its content fits now. */
export function refresh(box) {
  if (scrolls(box, getComputedStyle(box))) {
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", names.get(box));
  } else for (const attribute of ["tabindex", "role", "aria-label"]) box.removeAttribute(attribute);
}

/** Keep a box reachable, whatever its size and its content's size become. */
export function reachable(box, name) {
  observer ??= new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const changed = names.has(target) ? target : target.parentElement;
      if (names.has(changed)) refresh(changed);
    }
  });
  names.set(box, name);
  for (const each of [box, ...box.children]) observer.observe(each);
}

/** The headings of the table in a box, for its name. */
export const headings = (box) =>
  [...box.querySelectorAll("thead th")]
    .map((cell) => cell.textContent.trim())
    .filter(Boolean)
    .join(", ");
