/** Borders of the chosen viewpoint, from the server's own files; nothing is fetched from elsewhere. */

import type { Box } from "./area";

const loaded = new Map<string, Promise<GeoJSON.FeatureCollection>>();

/** Country shapes to fill and outline. */
export function borders(viewpoint: string): Promise<GeoJSON.FeatureCollection> {
  let found = loaded.get(viewpoint);
  if (!found) {
    found = fetch(`api/borders/${encodeURIComponent(viewpoint)}`).then(async (response) => {
      if (!response.ok) throw new Error((await response.json()).error ?? `status ${response.status}`);
      return response.json();
    });
    found.catch(() => loaded.delete(viewpoint));
    loaded.set(viewpoint, found);
  }
  return found;
}

/** A view with as much again on every side; the whole round where it reaches over the date line. */
export function widened([w, s, e, n]: Box): Box {
  const [wide, high] = [e - w, n - s];
  const box: Box = [w - wide, s - high, e + wide, n + high];
  return box[0] < -180 || box[2] > 180 ? [-Infinity, box[1], Infinity, box[3]] : box;
}

export function covers(outer: Box, inner: Box): boolean {
  return outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];
}

/**
 * The land that lies in a box or reaches into it: a country's parts one by one.
 *
 * The map's thread keeps all that it is given several times over; the world's borders are tens of megabytes there.
 */
export function landIn(world: GeoJSON.FeatureCollection, box: Box): GeoJSON.FeatureCollection {
  const features = world.features.flatMap((country): GeoJSON.Feature[] => {
    const { geometry } = country;
    if (geometry.type !== "MultiPolygon") return [country];
    const coordinates = geometry.coordinates.filter((part) => meets(part, box));
    return coordinates.length ? [{ ...country, geometry: { type: "MultiPolygon", coordinates } }] : [];
  });
  return { type: "FeatureCollection", features };
}

const extents = new WeakMap<GeoJSON.Position[][], Box>();

function meets(part: GeoJSON.Position[][], [w, s, e, n]: Box): boolean {
  let extent = extents.get(part);
  if (!extent) {
    extent = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [lon, lat] of part[0] ?? []) {
      extent[0] = Math.min(extent[0], lon!);
      extent[1] = Math.min(extent[1], lat!);
      extent[2] = Math.max(extent[2], lon!);
      extent[3] = Math.max(extent[3], lat!);
    }
    extents.set(part, extent);
  }
  return extent[0] <= e && extent[2] >= w && extent[1] <= n && extent[3] >= s;
}
