/** Which claims a selection leaves: one pass over the columns, no requests. */

import { dayOf, type Overview } from "./overview";
import type { Selection } from "./selection";

export interface Filtered {
  rows: Int32Array; // claims in the selection, in the ledger's order
  inTime: Int32Array; // of those, the ones inside the brushed range (all where nothing is brushed)
  undated: number;
  unlocated: number;
  reports: number;
  origins: number; // distinct sources: never reports
}

/** `matches` are the claims that a word search found, null where none is on. */
export function filter(o: Overview, s: Selection, matches: Set<number> | null): Filtered {
  const rows = fitting(o, s, matches);
  const low = s.from ? dayOf(s.from) : null;
  const high = s.to ? dayOf(s.to) : null;
  const inTime =
    low === null && high === null
      ? rows
      : rows.filter((i) => o.dated[i] && (high === null || o.from[i]! <= high) && (low === null || o.to[i]! >= low));
  let undated = 0;
  let unlocated = 0;
  let reports = 0;
  let origins = 0;
  const reportSeen = new Uint8Array(o.reports.length);
  const originSeen = new Uint8Array(o.sources.length);
  for (const i of rows) if (!o.dated[i]) undated++;
  for (const i of inTime) {
    if (!o.places_of[i]!.length) unlocated++;
    if (!reportSeen[o.report[i]!]) reports += reportSeen[o.report[i]!] = 1;
    if (!originSeen[o.source[i]!]) origins += originSeen[o.source[i]!] = 1;
  }
  return { rows, inTime, undated, unlocated, reports, origins };
}

let last: { o: Overview; matches: Set<number> | null; key: string; rows: Int32Array } | null = null;

/** The claims that fit whatever the range of time: the same array again while only time, day or what is open changes. */
function fitting(o: Overview, s: Selection, matches: Set<number> | null): Int32Array {
  const key = JSON.stringify([s.types, s.moods, s.certainties, s.place, s.actor, s.source, s.box, s.known]);
  if (last?.o === o && last.matches === matches && last.key === key) return last.rows;
  const types = flags(o.vocabulary.types, s.types);
  const moods = flags(o.vocabulary.moods, s.moods);
  const certainties = flags(o.vocabulary.certainties, s.certainties);
  const place = s.place ? o.places.findIndex((p) => p.id === s.place) : -1;
  const actor = s.actor ? o.actors.findIndex((a) => a.id === s.actor) : -1;
  const source = s.source ? o.sources.findIndex((x) => x.id === s.source) : -1;
  const inside = s.box ? o.places.map((p) => within(p.lat, p.lon, s.box!)) : null;
  const known = s.known ? dayOf(s.known) : null;
  const reported = known === null ? null : o.reports.map((r) => (r.published ? dayOf(r.published) <= known : true));
  const kept = new Int32Array(o.count);
  let n = 0;
  for (let i = 0; i < o.count; i++) {
    if (types && !types[o.type[i]!]) continue;
    if (moods && !moods[o.mood[i]!]) continue;
    if (certainties && !certainties[o.certainty[i]!]) continue;
    if (s.place && !o.places_of[i]!.includes(place)) continue;
    if (s.actor && !o.actors_of[i]!.includes(actor)) continue;
    if (s.source && o.source[i] !== source) continue;
    if (inside && !o.places_of[i]!.some((p) => inside[p])) continue;
    if (reported && !reported[o.report[i]!]) continue;
    if (matches && !matches.has(i)) continue;
    kept[n++] = i;
  }
  last = { o, matches, key, rows: kept.slice(0, n) };
  return last.rows;
}

function flags(words: string[], chosen: string[]): boolean[] | null {
  return chosen.length ? words.map((w) => chosen.includes(w)) : null;
}

function within(lat: number | null, lon: number | null, [w, s, e, n]: [number, number, number, number]): boolean {
  if (lat === null || lon === null || lat < s || lat > n) return false;
  return w <= e ? lon >= w && lon <= e : lon >= w || lon <= e; // a box may cross the antimeridian
}

/** "5 reports, 2 origins". */
export function counted(n: number, word: string): string {
  return `${n.toLocaleString("en")} ${word}${n === 1 ? "" : "s"}`;
}
