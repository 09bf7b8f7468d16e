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

export interface Overview extends Omit<RawOverview, "claims" | "links"> {
  count: number;
  ids: string[];
  rowOf: Map<string, number>;
  type: Uint8Array;
  mood: Uint8Array;
  certainty: Uint8Array;
  negative: Uint8Array;
  approximate: Uint8Array;
  reviewed: Uint8Array;
  dated: Uint8Array; // 1 where anything is known of when
  from: Int32Array; // days since 1970, OPEN_START where open
  to: Int32Array;
  side: Int32Array;
  source: Int32Array;
  statement: Int32Array;
  report: Int32Array;
  places_of: number[][];
  actors_of: number[][];
  links: [number, number, number][];
  linksOf: Map<number, number[]>; // claim row -> indexes into links
  disputed: Uint8Array; // 1 where a claim stands in a contradicts, hardens, softens or retracts link
  firstDay: number;
  lastDay: number;
}

const DISPUTES = new Set(["contradicts", "hardens", "softens", "retracts"]);

export function columns(raw: RawOverview): Overview {
  const c = raw.claims;
  const count = c.id!.length;
  const ids = c.id as string[];
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
  const linksOf = new Map<number, number[]>();
  const disputed = new Uint8Array(count);
  raw.links.forEach(([kind, a, b], index) => {
    for (const row of [a, b]) {
      const list = linksOf.get(row);
      if (list) list.push(index);
      else linksOf.set(row, [index]);
      if (DISPUTES.has(raw.vocabulary.links[kind]!)) disputed[row] = 1;
    }
  });
  const days = raw.reports.map((r) => (r.published ? dayOf(r.published) : null)).filter((d) => d !== null);
  if (!Number.isFinite(firstDay)) {
    firstDay = days.length ? Math.min(...days) : 0;
    lastDay = days.length ? Math.max(...days) : 1;
  }
  return {
    ...raw,
    count,
    ids,
    rowOf: new Map(ids.map((id, row) => [id, row])),
    type: Uint8Array.from(c.type!),
    mood: Uint8Array.from(c.mood!),
    certainty: Uint8Array.from(c.certainty!),
    negative: Uint8Array.from(c.negative!),
    approximate: Uint8Array.from(c.approximate!),
    reviewed: Uint8Array.from(c.reviewed!),
    dated,
    from,
    to,
    side: Int32Array.from(c.side!),
    source: Int32Array.from(c.source!),
    statement: Int32Array.from(c.statement!),
    report: Int32Array.from(c.report!),
    places_of: c.places as number[][],
    actors_of: c.actors as number[][],
    links: raw.links,
    linksOf,
    disputed,
    firstDay,
    lastDay: Math.max(lastDay, firstDay + 1),
  };
}

/** Days since 1970-01-01 of an ISO day. */
export function dayOf(iso: string): number {
  return Math.round(Date.parse(`${iso}T00:00:00Z`) / 86_400_000);
}

/** The ISO day of a number of days since 1970-01-01. */
export function isoOf(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
