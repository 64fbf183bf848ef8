// What a page may cost. Times are printed and never judged: they depend on the machine.

const AT_LEAST = ["accessibility", "best-practices", "seo"];
const AT_MOST = ["bytes", "blocking", "elements"];

// One sentence for each budget that `figures`, of one page, break; [] if none.
export function broken(page, figures, budget) {
  const found = [];
  for (const name of AT_LEAST)
    if (figures[name] < 100) found.push(`${page}: ${name} is ${figures[name]}, not 100`);
  for (const name of AT_MOST)
    if (figures[name] > budget[name])
      found.push(`${page}: ${name} is ${figures[name]}, more than ${budget[name]}`);
  return found.length ? [...found, ...figures.failed.map((audit) => `${page}: ${audit}`)] : [];
}
