import { describe, expect, it } from "vitest";
import { columns, type RawOverview } from "../state/overview";
import { layout, LEVELS, span } from "./lanes";

/** An overview of claims with nothing but days and sides: [side, from, to]. */
function told(claims: [side: number, from: number | null, to: number | null][]): RawOverview {
  const zeros = claims.map(() => 0);
  return {
    head: "", ledger: "", version: "", statements: 0, newest: null, policies: [], viewpoints: [], zones: [], links: [],
    vocabulary: { types: ["hold"], moods: ["actual"], certainties: ["certain"], links: [], reviews: [""] },
    reports: [{ id: "r", name: "r", title: null, publisher: null, url: null, published: null }],
    places: [], actors: [], sources: [{ id: "o", name: "O", named: false }],
    sides: ["A", "B", "C"].map((name) => ({ id: name, name, known: true })),
    claims: {
      id: claims.map((_, i) => `c${i}`), from: claims.map((c) => c[1]), to: claims.map((c) => c[2]), side: claims.map((c) => c[0]),
      type: zeros, mood: zeros, certainty: zeros, negative: zeros, approximate: zeros, reviewed: zeros,
      source: zeros, statement: zeros, report: zeros, places: zeros.map(() => []), actors: zeros.map(() => []),
    },
  }; // prettier-ignore
}
const all = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => i);

describe("lanes of the timeline", () => {
  it("puts the larger lane first, bars by their days, the undated apart", () => {
    const o = columns(told([[1, 9, 9], [0, 5, 5], [1, 3, 3], [1, null, null], [-1, 4, 4]])); // prettier-ignore
    const laid = layout(o, all(5), "side", [0, 20], 10);
    expect(laid.lanes.map((l) => [l.label, l.end - l.first])).toEqual([["B", 2], ["no party named", 1], ["A", 1]]); // prettier-ignore
    expect([...laid.row]).toEqual([2, 0, 4, 1]);
    expect([...laid.undated]).toEqual([3]);
    expect(layout(o, all(5), "origin", [0, 20], 10).lanes[0]!.label).toBe("O (unnamed)");
  });

  it("keeps bars of a lane apart, clips open ones to the axis and lets only the last row be shared", () => {
    const o = columns(told([[0, null, 6], [0, 4, null], [0, 7, 8]])); // prettier-ignore
    const laid = layout(o, all(3), "side", [0, 20], 10);
    expect([...laid.from].map((from, i) => [from, laid.to[i], laid.level[i]])).toEqual([[0, 7, 0], [4, 20, 1], [7, 9, 2]]); // prettier-ignore
    const crowd = columns(told(Array.from({ length: 40 }, () => [0, 5, 5])));
    const levels = [...layout(crowd, all(40), "side", [0, 20], 10).level];
    expect(levels.slice(0, LEVELS)).toEqual(Array.from({ length: LEVELS }, (_, i) => i));
    expect(new Set(levels.slice(LEVELS))).toEqual(new Set([LEVELS - 1]));
  });

  it("gathers what is past the shown lanes, and looks only at the rows it is given", () => {
    const o = columns(told([[0, 1, 1], [0, 2, 2], [1, 3, 3], [2, 4, 4]])); // prettier-ignore
    const laid = layout(o, all(4), "side", [0, 20], 10, 1);
    expect(laid.lanes.map((l) => [l.key, l.label])).toEqual([[0, "A"], [-2, "2 more"]]); // prettier-ignore
    expect([...layout(o, Int32Array.of(1, 3), "side", [0, 20], 10).row]).toEqual([1, 3]);
    expect(span(o, Int32Array.of(2, 3))).toEqual([1, 13]);
  });
});
