import { describe, expect, it } from "vitest";
import { Offsets } from "./offsets";

describe("offsets between code points and UTF-16", () => {
  const texts = ["", "plain", "é combining e\u0301", "التنف and Deir ez-Zor", "😀 at 🛰️ al-Tanf 😀", "\ud83d lone", "a\u202eb"];

  it.each(texts)("agree with the language's own iteration over %j", (text) => {
    const offsets = new Offsets(text);
    const points = [...text];
    expect(offsets.length).toBe(points.length);
    for (let i = 0; i <= points.length; i++) {
      const utf16 = points.slice(0, i).join("").length;
      expect(offsets.toUtf16(i)).toBe(utf16);
      expect(offsets.toCodePoint(utf16)).toBe(i);
      for (let j = i; j <= points.length; j++) expect(offsets.slice(i, j)).toBe(points.slice(i, j).join(""));
    }
  });

  it("takes an offset inside a pair for the pair, and one past the end for the end", () => {
    const offsets = new Offsets("a😀b");
    expect(offsets.toCodePoint(2)).toBe(1);
    expect(offsets.toUtf16(99)).toBe(4);
    expect(offsets.toCodePoint(99)).toBe(3);
  });
});
