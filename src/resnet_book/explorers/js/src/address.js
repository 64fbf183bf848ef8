// The view in the page's address: #degradation?depth=56&shortcut=A

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
