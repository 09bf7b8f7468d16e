/** Where each claim's bar goes: a lane a side or an origin, rows within a lane so that bars do not hide one another. */

import { OPEN_END, OPEN_START, type Overview } from "../state/overview";

export interface Lane {
  key: number; // side or source; -1 for none, -2 for the rest together
  label: string;
  first: number; // its bars in the layout's columns: from here
  end: number; // to before here
  levels: number;
  top: number; // pixels
  height: number;
}
/** Bars in columns, lane after lane, and within a lane in the order of their days. */
export interface Layout {
  lanes: Lane[];
  row: Int32Array; // claim
  from: Int32Array; // days, clipped to the axis
  to: Int32Array;
  level: Uint8Array; // row within the lane
  undated: Int32Array; // claims of which nothing is known when
  height: number;
}

export const LEVELS = 14; // rows a lane grows to; past that bars share the last row and the lane says so by its density
const BAR = 7; // pixels a row takes, gap included
const PAD = 16; // pixels above a lane's bars, for its label

/** Arrays as long as the ledger, kept from layout to layout: only the newest layout is used, and megabytes a step pile up. */
class Scratch {
  readonly days: Int32Array;
  readonly kept: Uint8Array;
  readonly row: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly level: Uint8Array;
  constructor(readonly count: number) {
    this.days = new Int32Array(2 * count);
    this.kept = new Uint8Array(count);
    [this.row, this.from, this.to] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)];
    this.level = new Uint8Array(count);
  }
}
let scratch = new Scratch(0);
function scratchFor(count: number): Scratch {
  if (scratch.count !== count) scratch = new Scratch(count);
  return scratch;
}

/** First and last day of the axis: what the claims hold, without the odd one about a far decade. */
export function span(o: Overview, rows: Int32Array): [number, number] {
  const { days } = scratchFor(o.count);
  let n = 0;
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k]!;
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

/**
 * Lanes in order of size; `shown` at most, the rest together in a lane of their own.
 *
 * The columns are good until the next layout is made.
 */
export function layout(
  o: Overview,
  rows: Int32Array,
  by: "side" | "origin",
  axis: [number, number],
  dayWidth: number,
  shown = 8,
): Layout {
  const keys = by === "side" ? o.side : o.source;
  const own = scratchFor(o.count);
  const kept = own.kept.fill(0);
  const sizes = new Int32Array((by === "side" ? o.sides : o.sources).length + 1); // the first for -1
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k]!;
    kept[row] = 1;
    if (o.dated[row]) sizes[keys[row]! + 1]!++;
  }
  const ordered = Array.from(sizes.keys()).filter((key) => sizes[key]).sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const lanes: Lane[] = [];
  const laneOf = new Uint8Array(sizes.length).fill(shown); // all the others share the last
  let n = 0;
  const add = (key: number, label: string, size: number): void => {
    lanes.push({ key, label, first: n, end: n + size, levels: 1, top: 0, height: 0 });
    n += size;
  };
  ordered.slice(0, shown).forEach((key, lane) => {
    laneOf[key] = lane;
    add(key - 1, name(o, by, key - 1), sizes[key]!);
  });
  const rest = ordered.slice(shown);
  if (rest.length) add(-2, `${rest.length} more`, rest.reduce((sum, key) => sum + sizes[key]!, 0));

  const made: Layout = {
    lanes,
    row: own.row.subarray(0, n),
    from: own.from.subarray(0, n),
    to: own.to.subarray(0, n),
    level: own.level.subarray(0, n),
    undated: rows.filter((row) => !o.dated[row]),
    height: 0,
  };
  const next = lanes.map((lane) => lane.first);
  for (let k = 0; k < o.byDay.length; k++) {
    const row = o.byDay[k]!;
    if (!kept[row]) continue;
    const at = next[laneOf[keys[row]! + 1]!]!++;
    made.row[at] = row;
    made.from[at] = Math.max(axis[0], o.from[row]!); // an open start lies before any axis, an open end after it
    made.to[at] = Math.min(axis[1], o.to[row]! + 1);
  }
  for (const lane of lanes) {
    levels(made, lane, dayWidth);
    lane.top = made.height;
    lane.height = PAD + lane.levels * BAR + 4;
    made.height += lane.height;
  }
  return made;
}

function name(o: Overview, by: "side" | "origin", key: number): string {
  if (key < 0) return by === "side" ? "no party named" : "no origin";
  return by === "side" ? o.sides[key]!.name : o.sources[key]!.name + (o.sources[key]!.named ? "" : " (unnamed)");
}

/** Each bar of a lane in the first row that is free where it begins. */
function levels({ from, to, level }: Layout, lane: Lane, dayWidth: number): void {
  const free = new Float64Array(LEVELS).fill(-Infinity); // first free day of each row
  const day = 1 / Math.max(dayWidth, 0.01); // days in a pixel
  for (let i = lane.first; i < lane.end; i++) {
    let at = 0;
    while (at < LEVELS - 1 && free[at]! > from[i]!) at++;
    free[at] = Math.max(to[i]!, from[i]! + 4 * day) + 2 * day;
    level[i] = at;
    if (at >= lane.levels) lane.levels = at + 1;
  }
}

/** Top of the i-th bar, which is in this lane, in pixels. */
export function barTop(laid: Layout, lane: Lane, i: number): number {
  return lane.top + PAD + laid.level[i]! * BAR;
}
export const BAR_HEIGHT = BAR - 2;
