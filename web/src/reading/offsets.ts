/** Offsets: the ledger counts code points, the browser UTF-16 units. This is the only place that converts. */

export class Offsets {
  /** Start of each code point in UTF-16 units, and the length as last entry; null where the two are the same. */
  readonly #starts: Uint32Array | null;
  readonly length: number; // in code points

  constructor(readonly text: string) {
    let astral = false;
    for (let i = 0; i < text.length && !astral; i++) astral = isHigh(text.charCodeAt(i));
    if (!astral) {
      this.#starts = null;
      this.length = text.length;
      return;
    }
    const starts: number[] = [];
    for (let i = 0; i < text.length; i++) {
      starts.push(i);
      if (isHigh(text.charCodeAt(i)) && isLow(text.charCodeAt(i + 1))) i++;
    }
    this.length = starts.length;
    starts.push(text.length);
    this.#starts = Uint32Array.from(starts);
  }

  /** UTF-16 offset of a code point offset; past the end gives the end. */
  toUtf16(codePoint: number): number {
    const at = Math.max(0, Math.min(codePoint, this.length));
    return this.#starts ? this.#starts[at]! : at;
  }

  /** Code point offset of a UTF-16 offset; inside a pair gives the pair's own. */
  toCodePoint(utf16: number): number {
    const at = Math.max(0, Math.min(utf16, this.text.length));
    if (!this.#starts) return at;
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The words between two code point offsets. */
  slice(start: number, end: number): string {
    return this.text.slice(this.toUtf16(start), this.toUtf16(end));
  }
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;
