/** The timeline's bars as one picture: what stands still while a hand brushes over it. */

import { listOf, OPEN_END, OPEN_START, type Overview } from "../state/overview";
import { look } from "../state/palette";
import { BAR_HEIGHT, barTop, LEVELS, type Layout } from "./lanes";

/** Left, top and width of a bar in pixels. */
export type Spot = [left: number, top: number, wide: number];

export interface Picture {
  image: HTMLCanvasElement;
  spot: (row: number) => Spot | null; // where the bar of a claim is; null where it has none
}

let image: HTMLCanvasElement | undefined;

/** Draw every bar; of those that would fall on the very same pixels in the same manner, one stands for all. */
export function bars(
  o: Overview,
  laid: Layout,
  axis: [number, number],
  width: number,
  height: number,
  dark: boolean,
): Picture {
  const ratio = devicePixelRatio || 1;
  image ??= document.createElement("canvas"); // one for all pictures: only the newest is ever laid down
  image.width = Math.max(1, width * ratio);
  image.height = Math.max(1, height * ratio);
  const c = image.getContext("2d", { willReadFrequently: true })!;
  c.scale(ratio, ratio);
  const perDay = width / (axis[1] - axis[0]);
  const leftOf = (i: number): number => (laid.from[i]! - axis[0]) * perDay;
  const wideOf = (i: number): number => Math.max(4, (laid.to[i]! - laid.from[i]!) * perDay - 1);
  const drawn = new Set<number>();
  for (const lane of laid.lanes) {
    c.globalAlpha = 1;
    c.fillStyle = dark ? "#ffffff08" : "#0000000a";
    c.fillRect(0, lane.top + lane.height - 1, width, 1);
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
      draw(c, o, row, left, barTop(laid, lane, i), wide, actual);
    }
  }
  const spot = (row: number): Spot | null => {
    const i = laid.row.indexOf(row);
    return i < 0 ? null : [leftOf(i), barTop(laid, laid.lanes.find((lane) => i < lane.end)!, i), wideOf(i)];
  };
  return { image, spot };
}

function draw(
  c: CanvasRenderingContext2D,
  o: Overview,
  row: number,
  left: number,
  top: number,
  wide: number,
  actual: boolean,
): void {
  const { colour } = look(o.side[row]!);
  c.globalAlpha = actual ? 0.9 : 0.75;
  // Planned, predicted and doubtful claims are outlines: nothing has happened yet, as far as they say.
  if (actual && !o.negative[row]) {
    c.fillStyle = fuzzy(c, o, row, left, wide, colour);
    c.fillRect(left, top, wide, BAR_HEIGHT);
    return;
  }
  c.strokeStyle = colour;
  c.lineWidth = 1.2;
  c.setLineDash(o.mood[row] === 0 ? SOLID : DASHED);
  c.strokeRect(left + 0.6, top + 0.6, Math.max(2.8, wide - 1.2), BAR_HEIGHT - 1.2);
  c.setLineDash(SOLID);
  if (!o.negative[row]) return;
  c.beginPath();
  c.moveTo(left, top + BAR_HEIGHT);
  c.lineTo(left + Math.min(wide, 6), top);
  c.stroke();
}

const SOLID: number[] = [];
const DASHED = [3, 2];

/** Ends that are not known fade out. */
function fuzzy(
  c: CanvasRenderingContext2D,
  o: Overview,
  row: number,
  left: number,
  wide: number,
  colour: string,
): string | CanvasGradient {
  const approximate = Boolean(o.approximate[row]);
  const openStart = o.from[row] === OPEN_START;
  const openEnd = o.to[row] === OPEN_END;
  if (!openStart && !openEnd && !approximate) return colour;
  const gradient = c.createLinearGradient(left, 0, left + wide, 0);
  const clear = `${colour}18`;
  gradient.addColorStop(0, openStart || approximate ? clear : colour);
  gradient.addColorStop(approximate ? 0.5 : 0.35, colour);
  if (approximate || openEnd) gradient.addColorStop(0.65, colour);
  gradient.addColorStop(1, openEnd || approximate ? clear : colour);
  return gradient;
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
