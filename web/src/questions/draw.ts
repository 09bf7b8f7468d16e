/** What an answer looks like on the map: circle, way with its widest gap, border by what is held, inferred, unknown. */

import type { Answer } from "./answer.svelte";

export interface Spot {
  id: string;
  name: string;
  lat: number | null;
  lon: number | null;
}
type Pair = [number, number];

/** Colour of a side by its name; grey where the ledger does not know it. */
export type Colour = (name: string) => string;

/** Features with a `role` each; map/style.ts has a layer for every role. */
export function drawn(answer: Answer, colour: Colour, countries: GeoJSON.FeatureCollection | null): GeoJSON.Feature[] {
  if (answer.kind === "zone") return zone(answer);
  if (answer.kind === "border") return border(answer, colour, countries);
  if (answer.kind === "corridor") return corridor(answer, colour);
  if (answer.kind === "distance") return distance(answer);
  if (answer.kind === "who") return [ring("asked", { ...(answer as Spot), name: answer.place as string })].flat();
  return [];
}

function zone(answer: Answer): GeoJSON.Feature[] {
  const made: GeoJSON.Feature[] = [];
  if (answer.outline) {
    const outline = answer.outline as GeoJSON.Polygon;
    const top = outline.coordinates[0]!.reduce((a, b) => (b[1]! > a[1]! ? b : a));
    made.push(feature("zone", outline, {}), feature("words", { type: "Point", coordinates: top }, { label: `${answer.radius_km} km` }));
  }
  made.push(...ring("asked", answer.centre_at as Spot));
  for (const h of answer.inside as Answer[]) made.push(...ring("inside", { id: h.place_id, name: h.place, lat: h.lat, lon: h.lon }));
  for (const p of answer.edge as Spot[]) made.push(...ring("edge", p));
  return made;
}

function corridor(answer: Answer, colour: Colour): GeoJSON.Feature[] {
  const ends = [answer.from_at, answer.to_at] as Spot[];
  const made = ends.flatMap((p) => ring("asked", p));
  const way = answer.way as Spot[];
  if (way.length > 1) {
    const steps = way.slice(1).map((p, i) => [way[i]!, p] as const);
    const long = steps.map(([p, q]) => km(at(p), at(q)));
    const widest = long.indexOf(Math.max(...long));
    steps.forEach(([p, q], i) => {
      const properties = { colour: colour(answer.side), label: i === widest ? `widest gap ${long[i]!.toFixed(0)} km` : "" };
      made.push(feature(i === widest ? "gap" : "way", { type: "LineString", coordinates: [at(p), at(q)] }, properties));
    });
  } else if (ends.every((p) => p.lat !== null)) {
    const label = answer.verdict === "closed" ? "no way" : String(answer.verdict);
    made.push(feature("no-way", { type: "LineString", coordinates: ends.map(at) }, { label }));
  }
  for (const p of answer.breaks as Spot[]) made.push(...ring("breaks", p));
  for (const p of answer.needs as Spot[]) made.push(...ring("edge", p));
  return made;
}

function distance(answer: Answer): GeoJSON.Feature[] {
  const ends = [answer.a_at, answer.b_at] as Spot[];
  const made = ends.flatMap((p) => ring("asked", p));
  if (answer.km !== null && ends.every((p) => p.lat !== null))
    made.push(feature("way", { type: "LineString", coordinates: ends.map(at) }, { colour: "#7a7a7a", label: `${Number(answer.km).toFixed(0)} km` }));
  return made;
}

/** Each bank beside the line, on its own country's side; both on the line where that cannot be told. */
function border(answer: Answer, colour: Colour, countries: GeoJSON.FeatureCollection | null): GeoJSON.Feature[] {
  const lines = answer.line.coordinates as Pair[][];
  const made: GeoJSON.Feature[] = [];
  for (const bank of answer.banks as Answer[]) {
    const country = countries?.features.find((f) => f.id === bank.country);
    for (const [line, from] of measured(lines, answer.length_km as number)) {
      const side = country ? whichSide(line, country.geometry) : 0;
      const ends = chainage(line, from, answer.length_km as number, lines);
      for (const s of bank.stretches as Answer[]) {
        const piece = cut(line, ends, s.from_km as number, s.to_km as number);
        if (piece.length > 1)
          made.push(
            feature(`border-${s.status}`, { type: "LineString", coordinates: piece }, {
              colour: s.sides.length ? colour(s.sides[0]) : "#7a7a7a",
              offset: side * 5,
              label: `${bank.name}: ${s.status}${s.sides.length ? `, ${s.sides.join(", ")}` : ""} (${(s.to_km - s.from_km).toFixed(0)} km)`,
            }),
          );
      }
    }
  }
  return made;
}

/** The lines of a border, each with the kilometres that come before it. */
function measured(lines: Pair[][], length: number): [Pair[], number][] {
  const scale = length / lines.reduce((sum, line) => sum + long(line), 0);
  let before = 0;
  return lines.map((line) => {
    const from = before;
    before += long(line) * scale;
    return [line, from];
  });
}

/** Kilometres along the border at each point, scaled to the length that the server measured on the ellipsoid. */
function chainage(line: Pair[], from: number, length: number, lines: Pair[][]): number[] {
  const scale = length / lines.reduce((sum, l) => sum + long(l), 0);
  const ends = [from];
  for (let i = 1; i < line.length; i++) ends.push(ends[i - 1]! + km(line[i - 1]!, line[i]!) * scale);
  return ends;
}

/** The part of a line between two chainages. */
export function cut(line: Pair[], ends: number[], low: number, high: number): Pair[] {
  const piece: Pair[] = [];
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [ends[i - 1]!, ends[i]!];
    if (b <= low || a >= high) continue;
    if (!piece.length) piece.push(between(line[i - 1]!, line[i]!, Math.max(0, (low - a) / (b - a))));
    piece.push(between(line[i - 1]!, line[i]!, Math.min(1, (high - a) / (b - a))));
  }
  return piece;
}

/** 1 where the country lies to the right of the line as it runs, -1 to the left, 0 where it cannot be told. */
export function whichSide(line: Pair[], country: GeoJSON.Geometry): -1 | 0 | 1 {
  let votes = 0;
  const step = Math.max(1, Math.floor(line.length / 25));
  for (let i = step; i < line.length; i += step) {
    const [a, b] = [line[i - 1]!, line[i]!];
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    const size = Math.hypot(dx, dy) || 1;
    // A tenth of a degree off, past where the drawn and the measured line may differ.
    const [nx, ny] = [(dy / size) * 0.12, (-dx / size) * 0.12];
    const middle: Pair = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    votes += Number(inside([middle[0] + nx, middle[1] + ny], country)) - Number(inside([middle[0] - nx, middle[1] - ny], country));
  }
  return Math.sign(votes) as -1 | 0 | 1;
}

function inside([x, y]: Pair, geometry: GeoJSON.Geometry): boolean {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.type === "MultiPolygon" ? geometry.coordinates : [];
  let odd = false;
  for (const ring of polygons.flat())
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [ax, ay] = ring[i] as Pair;
      const [bx, by] = ring[j] as Pair;
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd;
    }
  return odd;
}

function ring(role: string, p: Spot): GeoJSON.Feature[] {
  if (p.lat === null || p.lon === null || p.lat === undefined) return [];
  return [feature(role, { type: "Point", coordinates: [p.lon!, p.lat] }, { id: p.id, label: p.name })];
}

function feature(role: string, geometry: GeoJSON.Geometry, properties: Record<string, unknown>): GeoJSON.Feature {
  return { type: "Feature", geometry, properties: { role, ...properties } };
}

function at(p: Spot): Pair {
  return [p.lon!, p.lat!];
}

function between(a: Pair, b: Pair, share: number): Pair {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
}

function long(line: Pair[]): number {
  let sum = 0;
  for (let i = 1; i < line.length; i++) sum += km(line[i - 1]!, line[i]!);
  return sum;
}

/** Kilometres on the sphere: to draw with; the figures in answers come from the server's ellipsoid. */
export function km([lon1, lat1]: Pair, [lon2, lat2]: Pair): number {
  const r = Math.PI / 180;
  const h = Math.sin(((lat2 - lat1) * r) / 2) ** 2 + Math.cos(lat1 * r) * Math.cos(lat2 * r) * Math.sin(((lon2 - lon1) * r) / 2) ** 2;
  return 2 * 6371.0088 * Math.asin(Math.sqrt(h));
}

/** West, south, east, north of what is drawn, null where nothing is. */
export function extent(features: GeoJSON.Feature[]): [number, number, number, number] | null {
  let box: [number, number, number, number] | null = null;
  const walk = (c: unknown): void => {
    if (typeof (c as number[])[0] === "number") {
      const [x, y] = c as Pair;
      box = box ? [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)] : [x, y, x, y];
    } else for (const part of c as unknown[]) walk(part);
  };
  for (const f of features) if ("coordinates" in f.geometry) walk(f.geometry.coordinates);
  return box;
}
