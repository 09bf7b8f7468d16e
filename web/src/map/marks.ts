/** Marks drawn in the page: a side's colour and shape, and how well it is known. No image is fetched. */

import type { Map as GlMap } from "maplibre-gl";
import { COLOURS, look, path } from "../state/palette";

const SIZE = 44; // pixels of the image, drawn at twice the size it is shown
const RATIO = 2;

/** Names of the images: `held-3`, `there-3`, `contested`, `contested-3-5`, `unknown`, and each with `-on` when selected. */
export function drawMarks(map: GlMap, sides: number, dark: boolean): void {
  const ink = dark ? "#f4f4f4" : "#1d2226";
  const paper = dark ? "#22282e" : "#ffffff";
  for (const on of [false, true]) {
    const end = on ? "-on" : "";
    const add = (name: string, draw: (c: CanvasRenderingContext2D) => void): void => {
      if (!map.hasImage(name + end)) map.addImage(name + end, image(draw, on, ink), { pixelRatio: RATIO });
    };
    add("unknown", (c) => {
      c.setLineDash([5, 4]);
      c.lineWidth = 3;
      c.strokeStyle = ink;
      c.fillStyle = paper;
      circle(c, 11);
      c.fill();
      c.stroke();
    });
    add("contested", (c) => split(c, "#5b5b5b", paper, ink));
    for (let side = 0; side < sides; side++) {
      const { colour, shape } = look(side);
      const outline = new Path2D(path(shape, 12));
      add(`held-${side}`, (c) => {
        c.fillStyle = colour;
        c.fill(outline);
        c.lineWidth = 2.5;
        c.strokeStyle = paper;
        c.stroke(outline);
        c.lineWidth = 1;
        c.strokeStyle = ink;
        c.stroke(outline);
      });
      // Presence only: the same shape, hollow.
      add(`there-${side}`, (c) => {
        c.fillStyle = paper;
        c.fill(outline);
        c.lineWidth = 4;
        c.strokeStyle = colour;
        c.stroke(outline);
      });
      add(`contested-${side}`, (c) => split(c, colour, paper, ink));
    }
  }
}

/** Draw the mark of two rival sides when it is first needed: there are too many pairs to draw them all ahead. */
export function needMark(map: GlMap, id: string, dark: boolean): void {
  const pair = /^contested-(\d+)-(\d+)(-on)?$/.exec(id);
  if (!pair || map.hasImage(id)) return;
  const ink = dark ? "#f4f4f4" : "#1d2226";
  const [a, b] = [look(Number(pair[1])).colour, look(Number(pair[2])).colour];
  map.addImage(id, image((c) => split(c, a, b, ink), Boolean(pair[3]), ink), { pixelRatio: RATIO });
}

/** Hatching for areas in each side's colour: an area is never a pin and never a flat fill. */
export function hatch(map: GlMap, dark: boolean): void {
  const colours = [dark ? "#9aa4ad" : "#6a6a6a", ...COLOURS];
  colours.forEach((colour, i) => {
    const name = i ? `hatch-${i - 1}` : "hatch";
    if (map.hasImage(name)) return;
    const size = 16;
    const c = context(size);
    c.strokeStyle = colour;
    c.lineWidth = 2;
    c.beginPath();
    for (let x = -size; x <= size * 2; x += 8) {
      c.moveTo(x, size);
      c.lineTo(x + size, 0);
    }
    c.stroke();
    map.addImage(name, c.getImageData(0, 0, size, size), { pixelRatio: RATIO });
  });
}

function image(draw: (c: CanvasRenderingContext2D) => void, on: boolean, ink: string): ImageData {
  const c = context(SIZE);
  c.translate(SIZE / 2, SIZE / 2);
  if (on) {
    c.lineWidth = 3;
    c.strokeStyle = ink;
    circle(c, 19);
    c.stroke();
  }
  draw(c);
  return c.getImageData(0, 0, SIZE, SIZE);
}

/** Two halves and a jagged seam: two sides, neither of which has it. */
function split(c: CanvasRenderingContext2D, left: string, right: string, ink: string): void {
  c.save();
  circle(c, 12);
  c.clip();
  c.fillStyle = right;
  c.fillRect(-14, -14, 28, 28);
  c.fillStyle = left;
  c.beginPath();
  c.moveTo(-14, -14);
  for (const [x, y] of [[2, -14], [-3, -7], [3, -1], [-3, 6], [2, 14]] as const) c.lineTo(x, y);
  c.lineTo(-14, 14);
  c.fill();
  c.restore();
  c.setLineDash([]);
  c.lineWidth = 2;
  c.strokeStyle = ink;
  circle(c, 12);
  c.stroke();
}

function circle(c: CanvasRenderingContext2D, r: number): void {
  c.beginPath();
  c.arc(0, 0, r, 0, 2 * Math.PI);
}

function context(size: number): CanvasRenderingContext2D {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  return canvas.getContext("2d", { willReadFrequently: true })!;
}
