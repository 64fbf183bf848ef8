// A small picture of pixels in a drawing: dark is large, filled is positive, hollow is negative.
import { change, svg } from "../svg.js";

// Steps of opacity. More are not seen, and each change of a pixel costs a frame some of its time.
const SHADES = 20;

/** A square picture of side `size` px with `pixels` × `pixels` pixels, in one of the drawing's colours. */
export function picture(colour, size, pixels) {
  const element = svg("g", { class: "picture", style: `color: ${colour}` });
  const cell = (size - 4) / pixels; // of which a stroke of 2 px fills the rim
  element.append(
    svg("rect", { class: "frame", x: -size / 2, y: -size / 2, width: size, height: size, rx: 3 }),
  );
  const cells = Array.from({ length: pixels * pixels }, (_, i) => {
    const x = (i % pixels) * cell - size / 2 + 3;
    const y = Math.floor(i / pixels) * cell - size / 2 + 3;
    const rect = svg("rect", { class: "pixel", x, y, width: cell - 2, height: cell - 2, opacity: 0 });
    element.append(rect);
    return { rect, opacity: 0, negative: false };
  });
  return {
    element,
    /** Move its middle to a place; away where there is none. */
    move(place) {
      element.classList.toggle("away", !place);
      if (place) change(element, { transform: `translate(${place[0]} ${place[1]})` });
    },
    /** Show values; full colour from the size `full` on. */
    show(values, full) {
      for (const [i, now] of cells.entries()) {
        const opacity = (Math.round(Math.min(1, Math.abs(values[i]) / full) * SHADES) / SHADES).toFixed(2);
        const negative = values[i] < 0;
        if (opacity !== now.opacity) change(now.rect, { opacity });
        if (negative !== now.negative) now.rect.classList.toggle("negative", negative);
        Object.assign(now, { opacity, negative });
      }
    },
    /** A green frame: it is equal to x. */
    mark(equal) {
      element.classList.toggle("right", equal);
    },
  };
}
