/** An area as a selection: a rectangle drawn on the map. */

import type { Map as GlMap, MapMouseEvent, GeoJSONSource } from "maplibre-gl";

export type Box = [west: number, south: number, east: number, north: number];

export function rectangle([w, s, e, n]: Box): GeoJSON.FeatureCollection {
  const east = e < w ? e + 360 : e; // over the antimeridian
  const ring = [[w, s], [east, s], [east, n], [w, n], [w, s]]; // prettier-ignore
  return {
    type: "FeatureCollection",
    features: [{ type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [ring] } }],
  };
}

/** Let the next drag draw a rectangle; `done` gets it, or null where the drag was given up. Returns the undoing. */
export function drawBox(map: GlMap, done: (box: Box | null) => void): () => void {
  let from: { lng: number; lat: number } | null = null;
  const source = (): GeoJSONSource => map.getSource("box") as GeoJSONSource;
  const box = (to: { lng: number; lat: number }): Box => [
    Math.min(from!.lng, to.lng),
    Math.min(from!.lat, to.lat),
    Math.max(from!.lng, to.lng),
    Math.max(from!.lat, to.lat),
  ];
  const down = (event: MapMouseEvent): void => {
    event.preventDefault();
    from = event.lngLat;
  };
  const move = (event: MapMouseEvent): void => {
    if (from) source().setData(rectangle(box(event.lngLat)));
  };
  const up = (event: MapMouseEvent): void => {
    if (!from) return;
    const drawn = box(event.lngLat);
    from = null;
    done(drawn[2] > drawn[0] && drawn[3] > drawn[1] ? drawn : null);
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.key === "Escape") done(null);
  };
  map.dragPan.disable();
  map.on("mousedown", down);
  map.on("mousemove", move);
  map.on("mouseup", up);
  addEventListener("keydown", keys);
  return () => {
    map.dragPan.enable();
    map.off("mousedown", down);
    map.off("mousemove", move);
    map.off("mouseup", up);
    removeEventListener("keydown", keys);
  };
}
