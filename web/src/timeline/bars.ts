/** The timeline's bars as one picture: what stands still while a hand brushes over it. */

import { listOf, OPEN_END, OPEN_START, type Overview } from "../state/overview";
import { look } from "../state/palette";
import { BAR_HEIGHT, barTop, LEVELS, type Layout } from "./lanes";
import { Paint, type Bar } from "./paint";

/** Left, top and width of a bar in pixels. */
export type Spot = [left: number, top: number, wide: number];

export interface Picture {
  pixels: ImageData;
  spot: (row: number) => Spot | null; // where the bar of a claim is; null where it has none
}

let kept: Paint | undefined; // one for all pictures: only the newest is ever laid down

/** Draw every bar; of those that would fall on the very same pixels in the same manner, one stands for all. */
export function bars(
  o: Overview,
  laid: Layout,
  axis: [number, number],
  width: number,
  height: number,
  dark: boolean,
): Picture {
  const paint = kept?.cleared(width, height, devicePixelRatio || 1) ?? new Paint(width, height, devicePixelRatio || 1);
  kept = paint;
  const perDay = width / (axis[1] - axis[0]);
  const leftOf = (i: number): number => (laid.from[i]! - axis[0]) * perDay;
  const wideOf = (i: number): number => Math.max(4, (laid.to[i]! - laid.from[i]!) * perDay - 1);
  const drawn = new Set<number>();
  for (const lane of laid.lanes) {
    const line = { left: 0, wide: width, high: 1, colour: dark ? "#ffffff" : "#000000", alpha: dark ? 0.03 : 0.04 };
    paint.bar({ ...PLAIN, ...line, top: lane.top + lane.height - 1 });
    let pixel = NaN;
    for (let i = lane.first; i < lane.end; i++) {
      const row = laid.row[i]!;
      const left = leftOf(i);
      const wide = wideOf(i);
      const timely = o.mood[row] === 0;
      const actual = timely && o.certainty[row]! <= 1;
      // Only the last row is shared, and bars come by their left edge: what may be the same stands close together.
      if (laid.level[i] === LEVELS - 1) {
        if (Math.round(left) !== pixel) drawn.clear();
        pixel = Math.round(left);
        const ends = (o.from[row] === OPEN_START ? 2 : 0) + (o.to[row] === OPEN_END ? 1 : 0);
        const flags = (timely ? 32 : 0) + (actual ? 16 : 0) + 8 * o.negative[row]! + 4 * o.approximate[row]! + ends;
        const manner = (Math.round(wide) * 64 + flags) * 64 + ((o.side[row]! + 1) % 64);
        if (drawn.has(manner)) continue;
        drawn.add(manner);
      }
      paint.bar(barOf(o, row, left, barTop(laid, lane, i), wide, actual));
    }
  }
  const spot = (row: number): Spot | null => {
    const i = laid.row.indexOf(row);
    return i < 0 ? null : [leftOf(i), barTop(laid, laid.lanes.find((lane) => i < lane.end)!, i), wideOf(i)];
  };
  return { pixels: paint.pixels, spot };
}

// One bar that each takes the form of in turn: tens of thousands a step would only be thrown away.
const bar: Bar = { left: 0, top: 0, wide: 0, high: 0, colour: "", alpha: 1, outline: false, dashed: false, crossed: false, fadeStart: false, fadeEnd: false, fadeBoth: false }; // prettier-ignore
const PLAIN: Bar = { ...bar };

/** Planned, predicted and doubtful claims are outlines: nothing has happened yet, as far as they say. Unknown ends fade. */
function barOf(o: Overview, row: number, left: number, top: number, wide: number, actual: boolean): Bar {
  const crossed = o.negative[row] === 1;
  bar.left = left;
  bar.top = top;
  bar.wide = wide;
  bar.high = BAR_HEIGHT;
  bar.colour = look(o.side[row]!).colour;
  bar.alpha = actual ? 0.9 : 0.75;
  bar.outline = !actual || crossed;
  bar.dashed = o.mood[row] !== 0;
  bar.crossed = crossed;
  bar.fadeStart = o.from[row] === OPEN_START;
  bar.fadeEnd = o.to[row] === OPEN_END;
  bar.fadeBoth = o.approximate[row] === 1;
  return bar;
}

/** Pairs of claims that contradict each other: all, or those in which one of these claims stands. */
export function* rivals(o: Overview, of: (number | undefined)[] | null): Generator<[number, number]> {
  const contradicts = o.vocabulary.links.indexOf("contradicts");
  const { count, kind, from, to, of: linksOf } = o.links;
  const links = of
    ? new Set(of.flatMap((row) => (row === undefined ? [] : listOf(linksOf, row))))
    : Array.from({ length: count }, (_, i) => i);
  for (const i of links) if (kind[i] === contradicts) yield [from[i]!, to[i]!];
}
