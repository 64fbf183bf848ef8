// Gliding from the curves that are seen to others: what moves can be followed, and stopped at any moment.

/** How long a change takes, in ms. */
export const DURATION = 300;

const eased = (share) => 1 - (1 - share) ** 3;

/** Rows of numbers, as many as asked for, along the same path as `rows`. */
export function matched(rows, count) {
  if (rows.length === count || rows.length === 0) return rows;
  const step = count > 1 ? (rows.length - 1) / (count - 1) : 0;
  return Array.from({ length: count }, (_, i) => {
    const before = Math.min(Math.floor(i * step), rows.length - 1);
    const after = Math.min(before + 1, rows.length - 1);
    return mixedRow(rows[before], rows[after], i * step - before);
  });
}

const mixedRow = (from, to, share) => to.map((value, k) => (from[k] ?? value) * (1 - share) + value * share);

/**
 * Curves {id: rows} on the way from some to others: `share` 0 is the start, 1 the end. Each curve has as
 * many rows as it will have; one that was not there before is where it will be.
 */
export function mixed(from, to, share) {
  return Object.fromEntries(
    Object.entries(to).map(([id, rows]) => {
      const before = from[id]?.length ? matched(from[id], rows.length) : rows;
      return [id, share >= 1 ? rows : rows.map((row, i) => mixedRow(before[i], row, share))];
    }),
  );
}

/** Whether the reader wants things to move at all. */
const moves = () => !matchedMedia("(prefers-reduced-motion: reduce)");

const matchedMedia = (query) => globalThis.matchMedia?.(query).matches ?? false;

/** Draws curves {id: rows}, and glides to others: `draw` is called once a frame. */
export class Gliding {
  #draw;
  #frame = 0;
  now = {};

  constructor(draw) {
    this.#draw = draw;
  }

  /** Go to other curves from wherever they are now; at once if `jump`. */
  to(target, { jump = false } = {}) {
    this.stop();
    const from = this.now;
    const still = Object.entries(target).every(([id, rows]) => same(from[id], rows));
    if (jump || still || !moves()) {
      this.#show(target);
      return;
    }
    this.#show(mixed(from, target, 0));
    const start = performance.now();
    const step = (time) => {
      const share = Math.min(1, Math.max(0, time - start) / DURATION);
      this.#frame = share < 1 ? requestAnimationFrame(step) : 0;
      this.#show(mixed(from, target, eased(share)));
    };
    this.#frame = requestAnimationFrame(step);
  }

  #show(curves) {
    this.now = curves;
    this.#draw(curves);
  }

  stop() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }
}

const same = (a, b) =>
  a?.length === b.length && b.every((row, i) => row.every((value, k) => value === a[i][k]));
