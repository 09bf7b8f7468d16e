import { describe, expect, it } from "vitest";
import { said, type Spans } from "./highlights";

const claim = (id: string, sources: [number, number][], evidence: [number, number]): Spans => ({
  id, words: id, type: "hold", mood: "actual", certainty: "certain", polarity: "positive", reviewed: null,
  trigger: [evidence[0], evidence[0] + 1], evidence, args: [], sources, time: null, hedges: [],
}); // prettier-ignore

describe("how far an attribution reaches", () => {
  it("takes in every sentence that hangs on the same words, and no other", () => {
    const all = [claim("a", [[0, 5]], [0, 40]), claim("b", [[0, 5]], [41, 80]), claim("c", [[90, 95]], [81, 120]), claim("d", [], [121, 140])];
    expect(said(all[0]!, all)).toEqual([[0, 40], [41, 80]]);
    expect(said(all[3]!, all)).toEqual([]);
  });

  it("goes by the innermost source of a chain", () => {
    const all = [claim("a", [[0, 5], [10, 15]], [0, 40]), claim("b", [[0, 5]], [41, 80])];
    expect(said(all[0]!, all)).toEqual([[0, 40]]);
  });
});
