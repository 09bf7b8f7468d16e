/** Which claims a selection leaves: one pass over the columns, no requests. */

import { dayOf, type Lists, type Overview } from "./overview";
import type { Selection } from "./selection";

export interface Filtered {
  rows: Int32Array; // claims in the selection, in the ledger's order
  inTime: Int32Array; // of those, the ones inside the brushed range (all where nothing is brushed)
  undated: number;
  unlocated: number;
  reports: number;
  origins: number; // distinct sources: never reports
}

let last: { o: Overview; matches: Uint8Array | null; key: string; filtered: Filtered } | null = null;

/**
 * `matches` has a 1 for each claim that a word search found; null where none is on.
 *
 * The very same object comes back as long as nothing that filters has changed, and the same `rows` while only the
 * range of time does: what hangs on them is then not worked out again.
 */
export function filter(o: Overview, s: Selection, matches: Uint8Array | null): Filtered {
  const rows = fitting(o, s, matches);
  const key = `${s.from} ${s.to}`;
  if (last?.o === o && last.matches === matches && last.key === key && last.filtered.rows === rows) return last.filtered;
  const low = s.from ? dayOf(s.from) : null;
  const high = s.to ? dayOf(s.to) : null;
  const inTime = low === null && high === null ? rows : within(o, rows, low, high);
  let undated = 0;
  let unlocated = 0;
  let reports = 0;
  let origins = 0;
  const reportSeen = new Uint8Array(o.reports.length);
  const originSeen = new Uint8Array(o.sources.length);
  const placed = o.places_of.start;
  for (let n = 0; n < rows.length; n++) if (!o.dated[rows[n]!]) undated++;
  for (let n = 0; n < inTime.length; n++) {
    const i = inTime[n]!;
    if (placed[i] === placed[i + 1]) unlocated++;
    if (!reportSeen[o.report[i]!]) reports += reportSeen[o.report[i]!] = 1;
    if (!originSeen[o.source[i]!]) origins += originSeen[o.source[i]!] = 1;
  }
  last = { o, matches, key, filtered: { rows, inTime, undated, unlocated, reports, origins } };
  return last.filtered;
}

let spare = new Int32Array();

/** Room for as many rows, the same at every step. */
function room(count: number): Int32Array {
  if (spare.length !== count) spare = new Int32Array(count);
  return spare;
}

/** Rows that may lie in a range of days; an undated claim lies in none. */
function within(o: Overview, rows: Int32Array, low: number | null, high: number | null): Int32Array {
  const [first, end] = [low ?? -Infinity, high ?? Infinity];
  const kept = room(o.count);
  let n = 0;
  for (let k = 0; k < rows.length; k++) {
    const i = rows[k]!;
    if (o.dated[i] && o.from[i]! <= end && o.to[i]! >= first) kept[n++] = i;
  }
  return kept.slice(0, n);
}

let fitted: { o: Overview; matches: Uint8Array | null; key: string; rows: Int32Array } | null = null;

/** The claims that fit whatever the range of time. */
function fitting(o: Overview, s: Selection, matches: Uint8Array | null): Int32Array {
  const key = JSON.stringify([s.types, s.moods, s.certainties, s.place, s.actor, s.source, s.box, s.known]);
  if (fitted?.o === o && fitted.matches === matches && fitted.key === key) return fitted.rows;
  const types = flags(o.vocabulary.types, s.types);
  const moods = flags(o.vocabulary.moods, s.moods);
  const certainties = flags(o.vocabulary.certainties, s.certainties);
  const place = s.place ? o.places.map((p) => p.id === s.place) : null;
  const actor = s.actor ? o.actors.map((a) => a.id === s.actor) : null;
  const source = s.source ? o.sources.findIndex((x) => x.id === s.source) : null;
  const inside = s.box ? o.places.map((p) => inBox(p.lat, p.lon, s.box!)) : null;
  const known = s.known ? dayOf(s.known) : null;
  const reported = known === null ? null : o.reports.map((r) => (r.published ? dayOf(r.published) <= known : true));
  const kept = room(o.count);
  let n = 0;
  for (let i = 0; i < o.count; i++) {
    if (types && !types[o.type[i]!]) continue;
    if (moods && !moods[o.mood[i]!]) continue;
    if (certainties && !certainties[o.certainty[i]!]) continue;
    if (place && !any(o.places_of, i, place)) continue;
    if (actor && !any(o.actors_of, i, actor)) continue;
    if (source !== null && o.source[i] !== source) continue;
    if (inside && !any(o.places_of, i, inside)) continue;
    if (reported && !reported[o.report[i]!]) continue;
    if (matches && !matches[i]) continue;
    kept[n++] = i;
  }
  fitted = { o, matches, key, rows: kept.slice(0, n) };
  return fitted.rows;
}

function any({ start, items }: Lists, row: number, wanted: boolean[]): boolean {
  for (let k = start[row]!; k < start[row + 1]!; k++) if (wanted[items[k]!]) return true;
  return false;
}

function flags(words: string[], chosen: string[]): boolean[] | null {
  return chosen.length ? words.map((w) => chosen.includes(w)) : null;
}

function inBox(lat: number | null, lon: number | null, [w, s, e, n]: [number, number, number, number]): boolean {
  if (lat === null || lon === null || lat < s || lat > n) return false;
  return w <= e ? lon >= w && lon <= e : lon >= w || lon <= e; // a box may cross the antimeridian
}

/** "5 reports, 2 origins". */
export function counted(n: number, word: string): string {
  return `${n.toLocaleString("en")} ${word}${n === 1 ? "" : "s"}`;
}
