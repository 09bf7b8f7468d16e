import { describe, expect, it } from "vitest";
import { EMPTY, fromQuery, toQuery, type Selection } from "./selection";

describe("the selection in the address", () => {
  const full: Selection = {
    ...EMPTY,
    place: "syria-iraq-2017/al-tanf-garrison",
    types: ["hold", "capture"],
    moods: ["planned"],
    words: 'moved & "out" +1',
    from: "2017-06-01",
    to: "2017-09-10",
    box: [38.1, 33.2, 39.5, 34],
    on: "2017-09-10",
    known: "2017-09-08",
    policy: "strict",
    viewpoint: "de-facto",
    lanes: "origin",
    claim: "ab12",
    report: "cd34",
    ask: { kind: "corridor", a: "Abu Kamal", b: "Palmyra", side: "ISIS", km: 55.5, assume: [["x=y", "ISIS"]] },
  };

  it("comes back as it went in", () => {
    expect(fromQuery(toQuery(full))).toEqual(full);
    expect(fromQuery(toQuery(EMPTY))).toEqual(EMPTY);
    expect(toQuery(EMPTY)).toBe("");
  });

  it.each(["from=yesterday", "box=1,2,3", "box=a,b,c,d", "lanes=sideways", "%%%", "types=", "ask=riddle&a=x"])(
    "leaves out what it cannot understand: %s",
    (query) => expect(fromQuery(query)).toEqual(EMPTY),
  );
});
