/**
 * Bars set pixel by pixel.
 *
 * A canvas keeps tens of thousands of rectangles as a list of orders, and where the browser draws without a graphics
 * card it works that list off long after the step that gave it. Bars are upright boxes: setting their pixels takes a
 * few milliseconds and is then done.
 */

export interface Bar {
  left: number; // CSS pixels
  top: number;
  wide: number;
  high: number;
  colour: string; // #rrggbb
  alpha: number; // 0 to 1
  outline: boolean; // only its edge
  dashed: boolean;
  crossed: boolean; // denied: a stroke through its corner
  fadeStart: boolean;
  fadeEnd: boolean;
  fadeBoth: boolean; // both, and only the middle is full
}

const CLEAR = 0.094; // what is left of a bar at an end that fades
const DASH = 5; // pixels from dash to dash,
const INK = 3; // of which so many are drawn

export class Paint {
  readonly pixels: ImageData;
  #ratio: number;

  constructor(width: number, height: number, ratio: number) {
    this.pixels = new ImageData(Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio)));
    this.#ratio = ratio;
  }

  /** This one wiped for another picture; null where the other has another size. */
  cleared(width: number, height: number, ratio: number): Paint | null {
    const { pixels } = this;
    if (ratio !== this.#ratio || pixels.width !== Math.max(1, Math.round(width * ratio))) return null;
    if (pixels.height !== Math.max(1, Math.round(height * ratio))) return null;
    pixels.data.fill(0);
    return this;
  }

  bar(b: Bar): void {
    const r = this.#ratio;
    const left = Math.round(b.left * r);
    const right = Math.max(left + 1, Math.round((b.left + b.wide) * r)); // before which it ends
    const top = Math.round(b.top * r);
    const bottom = Math.round((b.top + b.high) * r);
    const rgb = parseInt(b.colour.slice(1), 16);
    const edge = Math.max(1, Math.round(r));
    const slant = Math.min(b.wide, 6) * r;
    const fades = b.fadeStart || b.fadeEnd || b.fadeBoth;
    for (let y = Math.max(0, top); y < Math.min(bottom, this.pixels.height); y++) {
      const rim = y < top + edge || y >= bottom - edge;
      // Where the stroke through a denied bar crosses this row: from its lower left corner upwards.
      const stroke = b.crossed ? left + ((bottom - y - 0.5) / (bottom - top)) * slant : NaN;
      for (let x = Math.max(0, left); x < Math.min(right, this.pixels.width); x++) {
        let alpha = b.alpha;
        if (b.outline) {
          const onRim = rim || x < left + edge || x >= right - edge;
          const gap = b.dashed && ((x - left + y - top) / r) % DASH >= INK;
          if (!(onRim && !gap) && !(Math.abs(x + 0.5 - stroke) <= edge * 0.7)) continue;
        } else if (fades) alpha *= full(b, (x - left + 0.5) / (right - left));
        this.#set(x, y, rgb, alpha);
      }
    }
  }

  /** Lay a colour over what is there. */
  #set(x: number, y: number, rgb: number, alpha: number): void {
    const data = this.pixels.data;
    const at = 4 * (y * this.pixels.width + x);
    if (data[at + 3] === 0) {
      data[at] = rgb >> 16;
      data[at + 1] = (rgb >> 8) & 255;
      data[at + 2] = rgb & 255;
      data[at + 3] = alpha * 255;
      return;
    }
    const below = (data[at + 3]! / 255) * (1 - alpha);
    const sum = alpha + below;
    data[at] = (((rgb >> 16) & 255) * alpha + data[at]! * below) / sum;
    data[at + 1] = (((rgb >> 8) & 255) * alpha + data[at + 1]! * below) / sum;
    data[at + 2] = ((rgb & 255) * alpha + data[at + 2]! * below) / sum;
    data[at + 3] = sum * 255;
  }
}

/** How full a bar with fading ends is at a part of its width. */
function full(b: Bar, part: number): number {
  const rise = b.fadeBoth ? 0.5 : 0.35;
  if ((b.fadeStart || b.fadeBoth) && part < rise) return CLEAR + (1 - CLEAR) * (part / rise);
  if ((b.fadeEnd || b.fadeBoth) && part > 0.65) return CLEAR + (1 - CLEAR) * ((1 - part) / 0.35);
  return 1;
}
