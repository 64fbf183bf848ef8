// What draws an explorer's board, and may keep state from one view to the next:
//
//   mount(board, {content, looks, words, controls, notes, choose})  → {update, unmount}
//   update({values, labels, pinned, pinnedLabels, width})  → a sentence on what is seen
//   unmount()  leaves nothing behind: no elements, timers, listeners or workers
//   choose(changes, address)  sets controls, as a reader does; the address does not follow where `address`
//     is false, as for a pointer that only passes
//   controls   the element with the controls, for keys of the drawing's own
//   notes      an element below the caption
//
// `update` is called once a frame at most. After an error in it the drawing is unmounted, and mounted
// again for the next view.

/** A drawing that keeps nothing: `draw` maps context and view to {drawn: elements, summary: a sentence}. */
export const redrawn = (draw) => ({
  mount(board, context) {
    return {
      update(view) {
        const { drawn, summary } = draw({ ...context, ...view });
        board.replaceChildren(...drawn);
        return summary;
      },
      unmount() {
        board.replaceChildren();
      },
    };
  },
});
