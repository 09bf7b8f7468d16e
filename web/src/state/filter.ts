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
  const rows = kept.slice(0, n);
  const low = s.from ? dayOf(s.from) : null;
  const high = s.to ? dayOf(s.to) : null;
  const inTime =
    low === null && high === null
      ? rows
      : rows.filter((i) => o.dated[i] && (high === null || o.from[i]! <= high) && (low === null || o.to[i]! >= low));
  let undated = 0;
  let unlocated = 0;
  const reports = new Set<number>();
  const origins = new Set<number>();
  for (const i of rows) if (!o.dated[i]) undated++;
  for (const i of inTime) {
    if (!o.places_of[i]!.length) unlocated++;
    reports.add(o.report[i]!);
    origins.add(o.source[i]!);
  }
  return { rows, inTime, undated, unlocated, reports: reports.size, origins: origins.size };
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
