import { describe, expect, it } from "vitest";
import { filter } from "./filter";
import { columns, dayOf, isoOf, type RawOverview } from "./overview";
import { EMPTY } from "./selection";

const day = (iso: string): number => dayOf(iso);
const raw: RawOverview = {
  head: "h",
  ledger: "l",
  version: "1",
  vocabulary: { types: ["hold", "capture"], moods: ["actual", "planned"], certainties: ["certain"], links: ["contradicts"], reviews: [""] },
  reports: [
    { id: "r1", name: "a", title: null, publisher: "A", url: null, published: "2017-06-01" },
    { id: "r2", name: "b", title: null, publisher: "B", url: null, published: "2017-06-20" },
  ],
  places: [
    { id: "p1", name: "P", lat: 33.5, lon: 38.6, level: "site", geometry: "point", radius_km: 1, country: "SY", source: "" },
    { id: "p2", name: "Q", lat: 10, lon: 179.5, level: "site", geometry: "point", radius_km: 1, country: null, source: "" },
  ],
  actors: [{ id: "a1", name: "X", kind: "state", side: 0 }],
  sides: [{ id: "s1", name: "X", known: true }],
  sources: [{ id: "o1", name: "Monitor", named: true }, { id: "o2", name: "Ministry", named: true }],
  statements: 2,
  claims: {
    id: ["c0", "c1", "c2", "c3"], type: [0, 1, 0, 1], mood: [0, 1, 0, 0], certainty: [0, 0, 0, 0], negative: [0, 0, 0, 0],
    from: [day("2017-06-01"), day("2017-06-10"), null, null], to: [day("2017-06-01"), null, null, day("2017-06-05")],
    approximate: [0, 0, 0, 0], places: [[0], [0, 1], [], [1]], actors: [[0], [], [], []], side: [0, -1, -1, -1],
    source: [0, 0, 1, 1], statement: [0, 0, 1, 1], report: [0, 1, 0, 1], reviewed: [0, 0, 0, 0],
  },
  links: [[0, 0, 1]],
  zones: [],
  newest: "2017-06-20",
  policies: ["latest"],
  viewpoints: [],
}; // prettier-ignore

describe("filtering the columns", () => {
  const o = columns(raw);
  const ids = (rows: Int32Array): string[] => [...rows].map((r) => o.ids[r]!);

  it("counts origins, not reports, and what is undated or without a place", () => {
    const all = filter(o, EMPTY, null);
    expect(ids(all.inTime)).toEqual(["c0", "c1", "c2", "c3"]);
    expect([all.reports, all.origins, all.undated, all.unlocated]).toEqual([2, 2, 1, 1]);
  });

  it("joins conditions by and, values by or", () => {
    expect(ids(filter(o, { ...EMPTY, types: ["hold"] }, null).rows)).toEqual(["c0", "c2"]);
    expect(ids(filter(o, { ...EMPTY, types: ["hold", "capture"], moods: ["planned"] }, null).rows)).toEqual(["c1"]);
    expect(ids(filter(o, { ...EMPTY, place: "p1" }, null).rows)).toEqual(["c0", "c1"]);
    expect(ids(filter(o, { ...EMPTY, place: "unheard-of" }, null).rows)).toEqual([]);
    expect(ids(filter(o, { ...EMPTY }, Uint8Array.of(0, 0, 1, 0)).rows)).toEqual(["c2"]);
  });

  it("keeps open intervals in a brushed range and leaves undated claims out of it", () => {
    expect(ids(filter(o, { ...EMPTY, from: "2017-06-12", to: "2017-06-30" }, null).inTime)).toEqual(["c1"]);
    expect(ids(filter(o, { ...EMPTY, to: "2017-06-01" }, null).inTime)).toEqual(["c0", "c3"]);
  });

  it("leaves out what had not been reported by the day that is asked for", () => {
    expect(ids(filter(o, { ...EMPTY, known: "2017-06-10" }, null).rows)).toEqual(["c0", "c2"]);
  });

  it("takes a box over the antimeridian", () => {
    expect(ids(filter(o, { ...EMPTY, box: [170, 0, -170, 20] }, null).rows)).toEqual(["c1", "c3"]);
  });

  it("turns days there and back", () => {
    for (const iso of ["1969-12-31", "1970-01-01", "2017-09-10", "2024-02-29"]) expect(isoOf(dayOf(iso))).toBe(iso);
  });
});
