import { describe, expect, it } from "vitest";
import { covers, landIn, widened } from "./borders";

const square = (w: number, s: number): GeoJSON.Position[][] => [[[w, s], [w + 2, s], [w + 2, s + 2], [w, s + 2], [w, s]]]; // prettier-ignore
const country = (name: string, ...parts: GeoJSON.Position[][][]): GeoJSON.Feature => ({
  type: "Feature",
  properties: { name },
  geometry: { type: "MultiPolygon", coordinates: parts },
});
const world: GeoJSON.FeatureCollection = {
  type: "FeatureCollection",
  features: [country("here and overseas", square(40, 34), square(-60, 4)), country("far", square(140, -30))],
};

describe("borders in sight", () => {
  it("gives a country's parts that reach into the box, and leaves the world as it was", () => {
    const near = landIn(world, [41, 35, 45, 38]);
    expect(near.features.map((f) => f.properties!.name)).toEqual(["here and overseas"]);
    expect((near.features[0]!.geometry as GeoJSON.MultiPolygon).coordinates).toEqual([square(40, 34)]);
    expect((world.features[0]!.geometry as GeoJSON.MultiPolygon).coordinates).toHaveLength(2);
    expect(landIn(world, [-Infinity, -90, Infinity, 90])).toEqual(world);
  });

  it("covers a view until it is left by its own size, and every longitude over the date line", () => {
    const box = widened([36, 31, 46, 37]);
    expect(box).toEqual([26, 25, 56, 43]);
    expect([covers(box, [27, 26, 37, 32]), covers(box, [25, 31, 35, 37])]).toEqual([true, false]);
    expect(landIn(world, widened([175, -31, 185, -20])).features.map((f) => f.properties!.name)).toEqual(["far"]);
  });
});
