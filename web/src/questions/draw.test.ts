import { describe, expect, it } from "vitest";
import { cut, drawn, extent, km, whichSide } from "./draw";

const grey = (): string => "#777";

describe("answers on the map", () => {
  it("cuts a line by its kilometres", () => {
    const line: [number, number][] = [[0, 0], [1, 0], [2, 0]];
    expect(cut(line, [0, 100, 200], 50, 150)).toEqual([[0.5, 0], [1, 0], [1.5, 0]]);
    expect(cut(line, [0, 100, 200], 200, 300)).toEqual([]);
  });

  it("tells on which side of a line a country lies", () => {
    const north: GeoJSON.Polygon = { type: "Polygon", coordinates: [[[-5, 0], [5, 0], [5, 5], [-5, 5], [-5, 0]]] };
    const east: [number, number][] = [[-4, 0], [0, 0], [4, 0]];
    expect(whichSide(east, north)).toBe(-1);
    expect(whichSide([...east].reverse(), north)).toBe(1);
    expect(whichSide([[20, 20], [21, 20]], north)).toBe(0);
  });

  it("marks the widest gap of a way, and a way that is closed as none", () => {
    const spot = (name: string, lon: number): Record<string, unknown> => ({ id: name, name, lat: 34, lon });
    const open = {
      kind: "corridor", side: "A", verdict: "open", from_at: spot("a", 38), to_at: spot("c", 40),
      way: [spot("a", 38), spot("b", 38.5), spot("c", 40)], breaks: [spot("b", 38.5)], needs: [],
    }; // prettier-ignore
    const roles = drawn(open, grey, null).map((f) => f.properties!.role);
    expect(roles).toEqual(["asked", "asked", "way", "gap", "breaks"]);
    const closed = { ...open, verdict: "closed", way: [], breaks: [] };
    expect(drawn(closed, grey, null).map((f) => f.properties!.role)).toEqual(["asked", "asked", "no-way"]);
  });

  it("keeps held, inferred and unknown stretches of a border apart", () => {
    const answer = {
      kind: "border", length_km: km([0, 0], [2, 0]), line: { coordinates: [[[0, 0], [2, 0]]] },
      banks: [{ country: "XX", name: "X", stretches: [
        { from_km: 0, to_km: 100, status: "held", sides: ["A"] },
        { from_km: 100, to_km: 223, status: "unknown", sides: [] },
      ] }],
    }; // prettier-ignore
    const made = drawn(answer, grey, null);
    expect(made.map((f) => f.properties!.role)).toEqual(["border-held", "border-unknown"]);
    expect(extent(made)![2]).toBeCloseTo(2, 1);
  });

  it("draws nothing for a place without coordinates", () => {
    expect(drawn({ kind: "who", place: "P", lat: null, lon: null }, grey, null)).toEqual([]);
    expect(extent([])).toBeNull();
  });
});
