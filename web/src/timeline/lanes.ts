/** Where each claim's bar goes: a lane a side or an origin, rows within a lane so that bars do not hide one another. */

import { OPEN_END, OPEN_START, type Overview } from "../state/overview";

export interface Bar {
  row: number; // claim
  from: number; // days; clipped to the axis
  to: number;
  openStart: boolean;
  openEnd: boolean;
  level: number; // row within the lane
}
export interface Lane {
  key: number; // side or source; -1 for none
  label: string;
  bars: Bar[];
  levels: number;
  top: number; // pixels, set by `place`
  height: number;
}
export interface Layout {
  lanes: Lane[];
  undated: Int32Array; // claims of which nothing is known when
  height: number;
}

const LEVELS = 14; // rows a lane grows to; past that bars share the last row and the lane says so by its density
const BAR = 7; // pixels a row takes, gap included
const PAD = 16; // pixels above a lane's bars, for its label

/** First and last day of the axis: what the claims hold, without the odd one about a far decade. */
export function span(o: Overview, rows: Int32Array): [number, number] {
  const days = new Int32Array(2 * rows.length);
  let n = 0;
  for (const row of rows) {
    if (!o.dated[row]) continue;
    if (o.from[row] !== OPEN_START) days[n++] = o.from[row]!;
    if (o.to[row] !== OPEN_END) days[n++] = o.to[row]!;
  }
  if (!n) return [o.firstDay, o.lastDay];
  const sorted = days.subarray(0, n).sort(); // numbers, so by value
  const low = sorted[Math.floor(n * 0.01)]!;
  const high = sorted[Math.ceil(n * 0.995) - 1]!;
  return [low - 2, Math.max(high + 3, low + 10)];
}

/** Lanes in order of size; `shown` at most, the rest together in a lane of their own. */
export function layout(
  o: Overview,
  rows: Int32Array,
  by: "side" | "origin",
  axis: [number, number],
  dayWidth: number,
  shown = 8,
): Layout {
  const keys = by === "side" ? o.side : o.source;
  const groups = new Map<number, number[]>();
  const undated: number[] = [];
  for (const row of rows) {
    if (!o.dated[row]) {
      undated.push(row);
      continue;
    }
    const group = groups.get(keys[row]!);
    if (group) group.push(row);
    else groups.set(keys[row]!, [row]);
  }
  const ordered = [...groups.entries()].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
  const first = ordered.slice(0, shown).map(([key, list]) => lane(o, key, name(o, by, key), list, axis, dayWidth));
  const rest = ordered.slice(shown).flatMap(([, list]) => list);
  if (rest.length) first.push(lane(o, -2, `${ordered.length - shown} more`, rest, axis, dayWidth));
  let top = 0;
  for (const l of first) {
    l.top = top;
    l.height = PAD + l.levels * BAR + 4;
    top += l.height;
  }
  return { lanes: first, undated: Int32Array.from(undated), height: top };
}

function name(o: Overview, by: "side" | "origin", key: number): string {
  if (key < 0) return by === "side" ? "no party named" : "no origin";
  return by === "side" ? o.sides[key]!.name : o.sources[key]!.name + (o.sources[key]!.named ? "" : " (unnamed)");
}

function lane(o: Overview, key: number, label: string, rows: number[], axis: [number, number], dayWidth: number): Lane {
  const bars: Bar[] = rows.map((row) => {
    const start = o.from[row]!;
    const end = o.to[row]!;
    return {
      row,
      from: Math.max(axis[0], start === OPEN_START ? axis[0] : start),
      to: Math.min(axis[1], end === OPEN_END ? axis[1] : end + 1),
      openStart: start === OPEN_START,
      openEnd: end === OPEN_END,
      level: 0,
    };
  });
  bars.sort((a, b) => a.from - b.from || a.to - b.to || a.row - b.row);
  const free: number[] = []; // first free day of each row
  const gap = 2 / Math.max(dayWidth, 0.01);
  let levels = 1;
  for (const bar of bars) {
    let level = free.findIndex((end) => end <= bar.from);
    if (level < 0) level = Math.min(free.length, LEVELS - 1);
    free[level] = Math.max(bar.to, bar.from + 4 / Math.max(dayWidth, 0.01)) + gap;
    bar.level = level;
    levels = Math.max(levels, level + 1);
  }
  return { key, label, bars, levels, top: 0, height: 0 };
}

/** Top of a bar within its layout, in pixels. */
export function barTop(lane: Lane, bar: Bar): number {
  return lane.top + PAD + bar.level * BAR;
}
export const BAR_HEIGHT = BAR - 2;
