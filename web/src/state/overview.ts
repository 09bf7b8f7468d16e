/** The overview in typed columns: what filtering and drawing run over. */

export interface Named {
  id: string;
  name: string;
}
export interface PlaceRow extends Named {
  lat: number | null;
  lon: number | null;
  level: string;
  geometry: "point" | "line" | "area" | "none";
  radius_km: number | null;
  country: string | null;
  source: string;
}
export interface ReportRow extends Named {
  title: string | null;
  publisher: string | null;
  url: string | null;
  published: string | null;
}
export interface SourceRow extends Named {
  named: boolean;
}
export interface ActorRow extends Named {
  kind: string;
  side: number;
}

export interface RawOverview {
  head: string;
  ledger: string;
  version: string;
  vocabulary: { types: string[]; moods: string[]; certainties: string[]; links: string[]; reviews: string[] };
  reports: ReportRow[];
  places: PlaceRow[];
  actors: ActorRow[];
  sides: (Named & { known: boolean })[];
  sources: SourceRow[];
  statements: number;
  claims: Record<string, any[]>;
  links: [number, number, number][];
  zones: [claim: number, place: number, km: number][];
  newest: string | null;
  policies: string[];
  viewpoints: Named[];
}

/** Days with no known start or end: outside any calendar, so that comparisons stay plain. */
export const OPEN_START = -10_000_000;
export const OPEN_END = 10_000_000;

/** Lists of numbers a row, end to end in one array: 50,000 small arrays would be 50,000 objects to look after. */
export interface Lists {
  start: Int32Array; // where each row's begin; one more than there are rows
  items: Int32Array;
}

/** Links between claims, a column each; `of` gives the links of a claim's row. */
export interface Links {
  count: number;
  kind: Uint8Array;
  from: Int32Array; // claim rows
  to: Int32Array;
  of: Lists;
}

export interface Overview extends Omit<RawOverview, "claims" | "links"> {
  count: number;
  ids: string[];
  type: Uint8Array;
  mood: Uint8Array;
  certainty: Uint8Array;
  negative: Uint8Array;
  approximate: Uint8Array;
  reviewed: Uint8Array;
  dated: Uint8Array; // 1 where anything is known of when
  from: Int32Array; // days since 1970, OPEN_START where open
  to: Int32Array;
  byDay: Int32Array; // dated rows by start, then end, then row: what the timeline lays out in
  side: Int32Array;
  source: Int32Array;
  statement: Int32Array;
  report: Int32Array;
  places_of: Lists;
  actors_of: Lists;
  links: Links;
  disputed: Uint8Array; // 1 where a claim stands in a contradicts, hardens, softens or retracts link
  firstDay: number;
  lastDay: number;
}

const DISPUTES = new Set(["contradicts", "hardens", "softens", "retracts"]);

/** The columns of an overview as it was sent; everything in them can be handed from one thread to another. */
export function columns(raw: RawOverview): Overview {
  const { claims: c, links: sent, ...rest } = raw;
  const count = c.id!.length;
  const from = new Int32Array(count);
  const to = new Int32Array(count);
  const dated = new Uint8Array(count);
  let firstDay = Infinity;
  let lastDay = -Infinity;
  for (let i = 0; i < count; i++) {
    const start = c.from![i] as number | null;
    const end = c.to![i] as number | null;
    dated[i] = start !== null || end !== null ? 1 : 0;
    from[i] = start ?? OPEN_START;
    to[i] = end ?? OPEN_END;
    for (const day of [start, end]) {
      if (day === null) continue;
      if (day < firstDay) firstDay = day;
      if (day > lastDay) lastDay = day;
    }
  }
  const days = raw.reports.map((r) => (r.published ? dayOf(r.published) : null)).filter((d) => d !== null);
  if (!Number.isFinite(firstDay)) {
    firstDay = days.length ? Math.min(...days) : 0;
    lastDay = days.length ? Math.max(...days) : 1;
  }
  const links = linked(sent, count);
  const disputed = new Uint8Array(count);
  for (let i = 0; i < links.count; i++)
    if (DISPUTES.has(raw.vocabulary.links[links.kind[i]!]!)) disputed[links.from[i]!] = disputed[links.to[i]!] = 1;
  const byDay = Int32Array.from(from.keys())
    .filter((row) => dated[row])
    .sort((a, b) => from[a]! - from[b]! || to[a]! - to[b]! || a - b);
  return {
    ...rest,
    count,
    ids: c.id as string[],
    type: Uint8Array.from(c.type!),
    mood: Uint8Array.from(c.mood!),
    certainty: Uint8Array.from(c.certainty!),
    negative: Uint8Array.from(c.negative!),
    approximate: Uint8Array.from(c.approximate!),
    reviewed: Uint8Array.from(c.reviewed!),
    dated,
    from,
    to,
    byDay,
    side: Int32Array.from(c.side!),
    source: Int32Array.from(c.source!),
    statement: Int32Array.from(c.statement!),
    report: Int32Array.from(c.report!),
    places_of: lists(c.places as number[][]),
    actors_of: lists(c.actors as number[][]),
    links,
    disputed,
    firstDay,
    lastDay: Math.max(lastDay, firstDay + 1),
  };
}

function lists(rows: number[][]): Lists {
  const start = new Int32Array(rows.length + 1);
  rows.forEach((row, i) => (start[i + 1] = start[i]! + row.length));
  const items = new Int32Array(start[rows.length]!);
  rows.forEach((row, i) => items.set(row, start[i]));
  return { start, items };
}

function linked(sent: [number, number, number][], rows: number): Links {
  const count = sent.length;
  const made = { count, kind: new Uint8Array(count), from: new Int32Array(count), to: new Int32Array(count) };
  const start = new Int32Array(rows + 1);
  sent.forEach(([kind, a, b], i) => {
    [made.kind[i], made.from[i], made.to[i]] = [kind, a, b];
    start[a + 1]!++;
    start[b + 1]!++;
  });
  for (let row = 0; row < rows; row++) start[row + 1]! += start[row]!;
  const items = new Int32Array(2 * count);
  const next = start.slice();
  sent.forEach(([, a, b], i) => {
    items[next[a]!++] = i;
    items[next[b]!++] = i;
  });
  return { ...made, of: { start, items } };
}

/** The list of one row, as an array of its own. */
export function listOf({ start, items }: Lists, row: number): number[] {
  return Array.from(items.subarray(start[row], start[row + 1]));
}

/** Whether ascending rows hold one: no set of 50,000 is built for a few questions. */
export function holds(rows: Int32Array, row: number): boolean {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle]! < row) low = middle + 1;
    else high = middle;
  }
  return rows[low] === row;
}

const rowsById = new WeakMap<Overview, Map<string, number>>();

/** The row of a claim by its id; the index is made when a claim is first asked for. */
export function rowOf(o: Overview, id: string): number | undefined {
  let rows = rowsById.get(o);
  if (!rows) rowsById.set(o, (rows = new Map(o.ids.map((known, row) => [known, row]))));
  return rows.get(id);
}

/** Days since 1970-01-01 of an ISO day. */
export function dayOf(iso: string): number {
  return Math.round(Date.parse(`${iso}T00:00:00Z`) / 86_400_000);
}

/** The ISO day of a number of days since 1970-01-01. */
export function isoOf(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
