/** Places as features: points, lines and areas by their precision, with the holders' marks. */

import type { HoldingRow } from "../state/desk.svelte";
import { holds, type Overview } from "../state/overview";
import { COLOURS, look } from "../state/palette";

export interface Features {
  points: GeoJSON.FeatureCollection;
  areas: GeoJSON.FeatureCollection;
  lines: GeoJSON.FeatureCollection;
  doubt: GeoJSON.FeatureCollection;
  declared: GeoJSON.FeatureCollection;
}

/** What to draw for the claims in `rows`; `doubt` are circles in which a point may really lie. */
export function placesToShow(
  o: Overview,
  rows: Int32Array,
  holdings: Map<string, HoldingRow>,
  selected: string | null,
  shapes: GeoJSON.FeatureCollection,
): Features {
  const counts = new Int32Array(o.places.length);
  const { start, items } = o.places_of;
  for (let n = 0; n < rows.length; n++)
    for (let k = start[rows[n]!]!; k < start[rows[n]! + 1]!; k++) counts[items[k]!]!++;
  // The most told of first: its mark lies below the others', and its name is the first to find room.
  const named = Array.from(counts.keys()).filter((p) => counts[p]).sort((a, b) => counts[b]! - counts[a]!);
  const sideOf = new Map(o.sides.map((s, i) => [s.id, i]));
  const shapeOf = new Map(shapes.features.map((f: GeoJSON.Feature) => [String(f.id), f.geometry]));
  const made: Features = { points: collection(), areas: collection(), lines: collection(), doubt: collection(), declared: collection() };
  named.forEach((p, rank) => {
    const place = o.places[p]!;
    const count = counts[p]!;
    const holding = holdings.get(place.id);
    const sides = (holding?.sides ?? []).map(([id]) => sideOf.get(id) ?? -1).filter((s) => s >= 0);
    const on = place.id === selected;
    const first = sides[0] ?? -1;
    if (place.geometry === "area" || place.geometry === "line") {
      const geometry = shapeOf.get(place.id);
      if (!geometry) return; // an area without a shape is listed, never pinned
      // A whole country under a hatch hides what is known inside it: it is drawn when asked for.
      if (place.level === "country" && !on) return;
      const properties = {
        id: place.id,
        name: place.name,
        status: holding?.status ?? "unknown",
        selected: on,
        colour: look(first).colour,
        pattern: first < 0 ? "hatch" : `hatch-${first % COLOURS.length}`,
        known: first >= 0,
      };
      const feature = { type: "Feature" as const, id: p, geometry, properties };
      (place.geometry === "area" && geometry.type.endsWith("Polygon") ? made.areas : made.lines).features.push(feature);
      return;
    }
    if (place.lat === null || place.lon === null) return;
    made.points.features.push({
      type: "Feature",
      id: p,
      geometry: { type: "Point", coordinates: [place.lon, place.lat] },
      // Every property of every point goes to the map's own thread at every step: only what is drawn or asked for.
      properties: {
        id: place.id,
        name: place.name,
        status: holding?.status ?? "unknown",
        selected: on,
        mark: mark(holding, sides) + (on ? "-on" : ""),
        size: Math.min(1.5, 0.75 + Math.log10(count + 1) * 0.28),
        rank,
        order: -Math.floor(Math.log2(count)), // a few steps: each value is drawn by itself, and within it by rank
      },
    });
    if ((place.radius_km ?? 0) >= 2) made.doubt.features.push(circle(place.lon, place.lat, place.radius_km!, p));
  });
  made.declared.features = declaredZones(o, rows);
  return made;
}

/** Zones that claims declare with a radius, one circle a place, radius and standing; the first claim opens on a click. */
function declaredZones(o: Overview, rows: Int32Array): GeoJSON.Feature[] {
  if (!o.zones.length) return [];
  const seen = new Map<string, GeoJSON.Feature>();
  for (const [row, p, km] of o.zones) {
    const place = o.places[p];
    if (!holds(rows, row) || !place || place.lat === null || place.lon === null) continue;
    const mood = o.vocabulary.moods[o.mood[row]!]!;
    const certainty = o.vocabulary.certainties[o.certainty[row]!]!;
    const actual = mood === "actual" && !o.negative[row] && (certainty === "certain" || certainty === "probable");
    const standing = actual ? "" : o.negative[row] ? ", denied" : mood === "actual" ? `, ${certainty}` : `, ${mood}`;
    const key = `${p} ${km} ${standing}`;
    if (seen.has(key)) continue;
    const drawn = circle(place.lon, place.lat, km, row);
    drawn.properties = { claim: o.ids[row]!, actual, label: `zone of ${km.toLocaleString("en")} km${standing}` };
    seen.set(key, drawn);
  }
  return [...seen.values()].flatMap((zone) => [zone, crown(zone)]);
}

/** The northernmost point of a circle, where its words stand. */
function crown(zone: GeoJSON.Feature): GeoJSON.Feature {
  const ring = (zone.geometry as GeoJSON.Polygon).coordinates[0]!;
  const top = ring.reduce((a, b) => (b[1]! > a[1]! ? b : a));
  return { type: "Feature", properties: zone.properties, geometry: { type: "Point", coordinates: top } };
}

function mark(holding: HoldingRow | undefined, sides: number[]): string {
  if (!holding || holding.status === "unknown") return "unknown";
  if (holding.status === "contested")
    return sides.length > 1 ? `contested-${sides[0]}-${sides[1]}` : sides.length ? `contested-${sides[0]}` : "contested";
  if (!sides.length) return "unknown";
  return `${holding.sides[0]![1] === "stated" ? "held" : "there"}-${sides[0]}`;
}

/** A circle of so many km on the sphere, as a polygon of 64 corners. */
export function circle(lon: number, lat: number, km: number, id: number): GeoJSON.Feature {
  const ring: [number, number][] = [];
  const angle = km / 6371.0088;
  const phi = (lat * Math.PI) / 180;
  for (let i = 0; i <= 64; i++) {
    const bearing = (i * 2 * Math.PI) / 64;
    const y = Math.asin(Math.sin(phi) * Math.cos(angle) + Math.cos(phi) * Math.sin(angle) * Math.cos(bearing));
    const x = Math.atan2(
      Math.sin(bearing) * Math.sin(angle) * Math.cos(phi),
      Math.cos(angle) - Math.sin(phi) * Math.sin(y),
    );
    ring.push([lon + (x * 180) / Math.PI, (y * 180) / Math.PI]);
  }
  return { type: "Feature", id, properties: {}, geometry: { type: "Polygon", coordinates: [ring] } };
}

function collection(): GeoJSON.FeatureCollection {
  return { type: "FeatureCollection", features: [] };
}
