import { beforeAll, describe, expect, it } from "vitest";
import { Paint, type Bar } from "./paint";

// The page's ImageData, as far as it is used: node has none.
beforeAll(() => {
  (globalThis as Record<string, unknown>).ImageData ??= class {
    data: Uint8ClampedArray;
    constructor(
      public width: number,
      public height: number,
    ) {
      this.data = new Uint8ClampedArray(4 * width * height);
    }
  };
});

const bar: Bar = { left: 2, top: 1, wide: 10, high: 5, colour: "#0072b2", alpha: 1, outline: false, dashed: false, crossed: false, fadeStart: false, fadeEnd: false, fadeBoth: false }; // prettier-ignore
const at = (paint: Paint, x: number, y: number): number[] => {
  const from = 4 * (y * paint.pixels.width + x);
  return [...paint.pixels.data.subarray(from, from + 4)];
};
const painted = (more: Partial<Bar>, ratio = 1): Paint => {
  const paint = new Paint(20, 8, ratio);
  paint.bar({ ...bar, ...more });
  return paint;
};

describe("bars set pixel by pixel", () => {
  it("fills its box and nothing beside it, at any density of the screen", () => {
    for (const ratio of [1, 2]) {
      const paint = painted({}, ratio);
      const set = paint.pixels.data.filter((value, i) => i % 4 === 3 && value > 0).length;
      expect(set).toBe(10 * 5 * ratio * ratio);
      expect(at(paint, 2 * ratio, ratio)).toEqual([0, 0x72, 0xb2, 255]);
    }
  });

  it("leaves an outline's middle free, gaps in a dashed one, a stroke through a denied one", () => {
    const outline = painted({ outline: true });
    expect([at(outline, 2, 1)[3], at(outline, 11, 5)[3], at(outline, 6, 3)[3]]).toEqual([255, 255, 0]);
    const row = (paint: Paint): number[] => Array.from({ length: 10 }, (_, i) => at(paint, 2 + i, 1)[3]! && 1);
    expect(row(painted({ outline: true, dashed: true }))).toEqual([1, 1, 1, 0, 0, 1, 1, 1, 0, 0]);
    expect(at(painted({ outline: true, crossed: true }), 5, 3)[3]).toBe(255);
  });

  it("fades the end that is open and only that", () => {
    const paint = painted({ fadeEnd: true });
    expect(at(paint, 2, 3)[3]).toBe(255);
    expect(at(paint, 11, 3)[3]).toBeLessThan(80);
    const both = painted({ fadeBoth: true });
    expect(at(both, 2, 3)[3]).toBeLessThan(80);
    expect(at(both, 11, 3)[3]).toBeLessThan(80);
  });

  it("lays one colour over another, and cuts what lies outside", () => {
    const paint = painted({ colour: "#ffffff" });
    paint.bar({ ...bar, colour: "#000000", alpha: 0.5 });
    expect(at(paint, 4, 3)[0]).toBeGreaterThan(120);
    expect(at(paint, 4, 3)[0]).toBeLessThan(135);
    paint.bar({ ...bar, left: -4, wide: 100, top: 6, high: 9 });
    expect(at(paint, 0, 7)[3]).toBe(255);
    expect(paint.cleared(21, 8, 1)).toBeNull();
    expect(at(paint.cleared(20, 8, 1)!, 0, 7)[3]).toBe(0);
  });
});
