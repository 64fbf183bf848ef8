// The view in the page's address: #degradation?depth=56&shortcut=A

const PAUSE = 250; // ms

/** "#name?key=value&…" → {name, values}; null where the address is not an explorer's. */
export function parse(hash) {
  const [, name, query] = /^#([\w-]+)\?(.*)$/.exec(hash) ?? [];
  if (!name) return null;
  return { name, values: Object.fromEntries(new URLSearchParams(query)) };
}

/** The address of a view. */
export function format(name, values) {
  return `#${name}?${new URLSearchParams(values)}`;
}

/** The chosen values, and the pinned ones as `pin.depth`, as texts. */
export function flatten(values, pinned) {
  const flat = {};
  for (const [key, value] of Object.entries(values)) flat[key] = String(value);
  for (const [key, value] of Object.entries(pinned ?? {})) flat[`pin.${key}`] = String(value);
  return flat;
}

/**
 * A writer of addresses: the first at once, those that follow soon after in one, the last of them.
 *
 * A slider that is dragged would write one a frame; that takes longer than to draw it, and browsers refuse
 * after a hundred. `flush` writes what is waiting.
 */
export function writer(write) {
  let timer = 0;
  let waiting = null;
  const flush = () => {
    clearTimeout(timer);
    timer = 0;
    if (waiting !== null) write(waiting);
    waiting = null;
  };
  const remember = (address) => {
    waiting = address;
    if (timer) return;
    flush();
    timer = setTimeout(flush, PAUSE);
  };
  return { remember, flush };
}
