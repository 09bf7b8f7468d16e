/** The timeline's bars as one picture: what stands still while a hand brushes over it. */

import type { Overview } from "../state/overview";
import { look } from "../state/palette";
import { BAR_HEIGHT, barTop, type Bar, type Layout } from "./lanes";

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
  const c = image.getContext("2d")!;
  c.scale(ratio, ratio);
  const spots = new Float32Array(3 * o.count); // left, top, width; no width where there is no bar
  const drawn = new Set<number>();
  const perDay = width / (axis[1] - axis[0]);
  for (const lane of laid.lanes) {
    c.globalAlpha = 1;
    c.fillStyle = dark ? "#ffffff08" : "#0000000a";
    c.fillRect(0, lane.top + lane.height - 1, width, 1);
    for (const bar of lane.bars) {
      const left = (bar.from - axis[0]) * perDay;
      const wide = Math.max(4, (bar.to - bar.from) * perDay - 1);
      const top = barTop(lane, bar);
      spots[3 * bar.row] = left;
      spots[3 * bar.row + 1] = top;
      spots[3 * bar.row + 2] = wide;
      const timely = o.mood[bar.row] === 0;
      const actual = timely && o.certainty[bar.row]! <= 1;
      const ends = (bar.openStart ? 2 : 0) + (bar.openEnd ? 1 : 0);
      const flags = (timely ? 32 : 0) + (actual ? 16 : 0) + 8 * o.negative[bar.row]! + 4 * o.approximate[bar.row]! + ends;
      const place = (Math.round(left) * 4096 + top) * 4096 + Math.round(wide);
      const manner = (place * 64 + flags) * 64 + ((o.side[bar.row]! + 1) % 64); // below 2 ** 53 on any screen
      if (drawn.has(manner)) continue;
      drawn.add(manner);
      draw(c, o, bar, [left, top, wide], actual);
    }
  }
  const spot = (row: number): Spot | null =>
    spots[3 * row + 2] ? [spots[3 * row]!, spots[3 * row + 1]!, spots[3 * row + 2]!] : null;
  return { image, spot };
}

function draw(c: CanvasRenderingContext2D, o: Overview, bar: Bar, [left, top, wide]: Spot, actual: boolean): void {
  const { colour } = look(o.side[bar.row]!);
  c.globalAlpha = actual ? 0.9 : 0.75;
  // Planned, predicted and doubtful claims are outlines: nothing has happened yet, as far as they say.
  if (actual && !o.negative[bar.row]) {
    c.fillStyle = fuzzy(c, left, wide, colour, bar, Boolean(o.approximate[bar.row]));
    c.fillRect(left, top, wide, BAR_HEIGHT);
    return;
  }
  c.strokeStyle = colour;
  c.lineWidth = 1.2;
  c.setLineDash(o.mood[bar.row] === 0 ? [] : [3, 2]);
  c.strokeRect(left + 0.6, top + 0.6, Math.max(2.8, wide - 1.2), BAR_HEIGHT - 1.2);
  c.setLineDash([]);
  if (!o.negative[bar.row]) return;
  c.beginPath();
  c.moveTo(left, top + BAR_HEIGHT);
  c.lineTo(left + Math.min(wide, 6), top);
  c.stroke();
}

/** Ends that are not known fade out. */
function fuzzy(
  c: CanvasRenderingContext2D,
  left: number,
  wide: number,
  colour: string,
  bar: Bar,
  approximate: boolean,
): string | CanvasGradient {
  if (!bar.openStart && !bar.openEnd && !approximate) return colour;
  const gradient = c.createLinearGradient(left, 0, left + wide, 0);
  const clear = `${colour}18`;
  gradient.addColorStop(0, bar.openStart || approximate ? clear : colour);
  gradient.addColorStop(approximate ? 0.5 : 0.35, colour);
  if (approximate || bar.openEnd) gradient.addColorStop(0.65, colour);
  gradient.addColorStop(1, bar.openEnd || approximate ? clear : colour);
  return gradient;
}

/** Pairs of claims that contradict each other: all, or those in which one of these claims stands. */
export function* rivals(o: Overview, of: (number | undefined)[] | null): Generator<[number, number]> {
  const contradicts = o.vocabulary.links.indexOf("contradicts");
  const links = of
    ? new Set(of.flatMap((row) => (row === undefined ? [] : (o.linksOf.get(row) ?? []))))
    : o.links.keys();
  for (const index of links) {
    const [kind, a, b] = o.links[index]!;
    if (kind === contradicts) yield [a, b];
  }
}
