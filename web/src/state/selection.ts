/** The one selection that drives all views; it lives in the address, so any view can be shared and gone back to. */

/** A question of geography, asked beside the selection; `assume` makes it a what-if. */
export interface Question {
  kind: "zone" | "corridor" | "border" | "distance" | "who";
  a: string; // a place by id or name; a country for a border
  b: string; // the other place or country; for a zone, the place that may lie in it
  side: string; // whose corridor
  km: number | null; // radius of a zone
  assume: [place: string, side: string][];
}
export const KINDS = ["zone", "corridor", "border", "distance", "who"] as const;
export const NOTHING_ASKED: Question = { kind: "zone", a: "", b: "", side: "", km: null, assume: [] };

export interface Selection {
  place: string | null; // place id
  actor: string | null; // actor id
  source: string | null; // source id (what counts as an origin)
  types: string[];
  moods: string[];
  certainties: string[];
  words: string; // search words
  from: string | null; // ISO day, the brushed range
  to: string | null;
  box: [number, number, number, number] | null; // west, south, east, north
  on: string | null; // day that holders are asked for
  known: string | null; // as known on
  policy: string;
  viewpoint: string;
  lanes: "side" | "origin";
  claim: string | null; // open claim
  report: string | null; // open report
  ask: Question | null; // the question that is asked, drawn on the map and answered beside it
}

export const EMPTY: Selection = {
  place: null,
  actor: null,
  source: null,
  types: [],
  moods: [],
  certainties: [],
  words: "",
  from: null,
  to: null,
  box: null,
  on: null,
  known: null,
  policy: "latest",
  viewpoint: "un",
  lanes: "side",
  claim: null,
  report: null,
  ask: null,
};

const LISTS = ["types", "moods", "certainties"] as const;
const STRINGS = ["place", "actor", "source", "from", "to", "on", "known", "claim", "report"] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The query part of the address for a selection: only what differs from the empty one, in a fixed order. */
export function toQuery(selection: Selection): string {
  const query = new URLSearchParams();
  for (const key of STRINGS) if (selection[key]) query.set(key, selection[key]!);
  for (const key of LISTS) if (selection[key].length) query.set(key, selection[key].join(","));
  if (selection.words) query.set("q", selection.words);
  if (selection.box) query.set("box", selection.box.map((n) => n.toFixed(4)).join(","));
  for (const key of ["policy", "viewpoint", "lanes"] as const)
    if (selection[key] !== EMPTY[key]) query.set(key, selection[key]);
  if (selection.ask) {
    const { kind, a, b, side, km, assume } = selection.ask;
    query.set("ask", kind);
    if (a) query.set("a", a);
    if (b) query.set("b", b);
    if (side) query.set("of", side);
    if (km !== null) query.set("km", String(km));
    for (const [place, by] of assume) query.append("if", `${place}=${by}`);
  }
  return query.toString();
}

/** A selection from the address; what cannot be understood is left out rather than guessed. */
export function fromQuery(text: string): Selection {
  const query = new URLSearchParams(text);
  const selection: Selection = { ...EMPTY };
  for (const key of STRINGS) {
    const value = query.get(key);
    if (!value) continue;
    if (["from", "to", "on", "known"].includes(key) && !DAY.test(value)) continue;
    selection[key] = value;
  }
  for (const key of LISTS) selection[key] = query.get(key)?.split(",").filter(Boolean) ?? [];
  selection.words = query.get("q") ?? "";
  const box = query.get("box")?.split(",").map(Number);
  if (box?.length === 4 && box.every(Number.isFinite)) selection.box = box as [number, number, number, number];
  selection.policy = query.get("policy") ?? EMPTY.policy;
  selection.viewpoint = query.get("viewpoint") ?? EMPTY.viewpoint;
  selection.lanes = query.get("lanes") === "origin" ? "origin" : "side";
  selection.ask = question(query);
  return selection;
}

function question(query: URLSearchParams): Question | null {
  const kind = KINDS.find((k) => k === query.get("ask"));
  if (!kind) return null;
  const km = Number(query.get("km") ?? NaN);
  return {
    kind,
    a: query.get("a") ?? "",
    b: query.get("b") ?? "",
    side: query.get("of") ?? "",
    km: Number.isFinite(km) && km > 0 ? km : null,
    assume: query.getAll("if").flatMap((pair): [string, string][] => {
      const at = pair.lastIndexOf("=");
      return at > 0 && at < pair.length - 1 ? [[pair.slice(0, at), pair.slice(at + 1)]] : [];
    }),
  };
}
