/** The map's layers: plain land and borders, places by what is known of them. */

import type { StyleSpecification } from "maplibre-gl";

const EMPTY_COLLECTION = { type: "FeatureCollection", features: [] } as GeoJSON.FeatureCollection;

export function style(dark: boolean): StyleSpecification {
  const land = dark ? "#22282e" : "#f4f1ea";
  const sea = dark ? "#161b20" : "#dbe5ea";
  const line = dark ? "#6b7680" : "#8b8577";
  const text = dark ? "#e8ecef" : "#23282c";
  const source = { type: "geojson" as const, data: EMPTY_COLLECTION };
  return {
    version: 8,
    sources: {
      borders: { ...source },
      points: { ...source },
      areas: { ...source },
      lines: { ...source },
      doubt: { ...source },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": sea } },
      { id: "land", type: "fill", source: "borders", paint: { "fill-color": land } },
      { id: "border", type: "line", source: "borders", paint: { "line-color": line, "line-width": ["interpolate", ["linear"], ["zoom"], 3, 0.6, 9, 1.6] } },
      { id: "areas-fill", type: "fill", source: "areas", paint: { "fill-pattern": ["get", "pattern"], "fill-opacity": 0.55 } },
      { id: "areas-line", type: "line", source: "areas", paint: { "line-color": ["get", "colour"], "line-width": ["case", ["get", "selected"], 3, 1.2], "line-dasharray": [3, 2] } },
      { id: "lines", type: "line", source: "lines", paint: { "line-color": ["get", "colour"], "line-width": ["case", ["get", "selected"], 5, 3], "line-opacity": 0.7 } },
      { id: "doubt", type: "fill", source: "doubt", minzoom: 6, paint: { "fill-color": text, "fill-opacity": 0.05 } },
      { id: "doubt-line", type: "line", source: "doubt", minzoom: 6, paint: { "line-color": text, "line-opacity": 0.45, "line-width": 0.8, "line-dasharray": [2, 3] } },
      {
        id: "points",
        type: "symbol",
        source: "points",
        layout: {
          "icon-image": ["get", "mark"],
          "icon-size": ["interpolate", ["linear"], ["zoom"], 3, ["*", 0.55, ["get", "size"]], 9, ["get", "size"]],
          "icon-allow-overlap": true,
          "symbol-sort-key": ["get", "order"],
          "text-field": ["get", "name"],
          "text-font": ["sans-serif"],
          "text-size": 12,
          "text-variable-anchor": ["left", "right", "top", "bottom"],
          "text-radial-offset": 0.9,
          "text-optional": true,
          "text-max-width": 9,
        },
        paint: { "text-color": text, "text-halo-color": land, "text-halo-width": 1.4 },
      },
    ],
  };
}
