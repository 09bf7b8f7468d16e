/** The map follows the lists: after the frame that shows them, and one picture at a time. */

import type { Map as GlMap } from "maplibre-gl";

const LONGEST = 1_000; // ms that a picture under way, or a hand that moves the map, keeps the next one waiting

/**
 * Calls what is wanted after the next frame, or when the map has drawn what it was last given; it says whether it gave
 * the map anything to draw.
 *
 * Of several wants in the meantime only the newest is called: a drag over the timeline gives the map as many pictures as
 * it can draw and no queue of old ones.
 */
export function follower(map: GlMap): (draw: () => boolean) => void {
  let next: (() => boolean) | null = null;
  let busy = false;
  const run = (): void => {
    const draw = next;
    next = null;
    busy = draw !== null;
    if (!draw) return;
    if (!draw()) return run();
    const done = (): void => {
      clearTimeout(late);
      map.off("idle", done);
      run();
    };
    const late = setTimeout(done, LONGEST);
    map.once("idle", done);
  };
  return (draw) => {
    next = draw;
    if (busy) return;
    busy = true;
    requestAnimationFrame(() => setTimeout(run));
  };
}
