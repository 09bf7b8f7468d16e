/** The map's layers: plain land and borders, places by what is known of them. */

import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";

const EMPTY_COLLECTION = { type: "FeatureCollection", features: [] } as GeoJSON.FeatureCollection;

/** Layers of an answer: one for each role, since a dash cannot be chosen by a property. Colour is never the only sign. */
function asked(dark: boolean): LayerSpecification[] {
  const ink = dark ? "#f4f4f4" : "#1d2226";
  const paper = dark ? "#14181b" : "#ffffff";
  const alarm = dark ? "#ff8f9c" : "#a11d33";
  const role = (...roles: string[]): ExpressionSpecification => ["in", ["get", "role"], ["literal", roles]];
  const line = (id: string, roles: string[], paint: Record<string, unknown>): LayerSpecification =>
    ({ id, type: "line", source: "asked", filter: role(...roles), layout: { "line-cap": "butt" }, paint }) as LayerSpecification;
  const ring = (id: string, of: string, radius: number, paint: Record<string, unknown>): LayerSpecification =>
    ({ id, type: "circle", source: "asked", filter: role(of), paint: { "circle-radius": radius, "circle-opacity": 0, "circle-stroke-width": 2.5, "circle-stroke-color": ink, ...paint } }) as LayerSpecification;
  const offset = ["get", "offset"];
  return [
    { id: "asked-zone", type: "fill", source: "asked", filter: role("zone"), paint: { "fill-color": ink, "fill-opacity": 0.08 } },
    line("asked-zone-line", ["zone"], { "line-color": ink, "line-width": 2, "line-dasharray": [4, 2] }),
    line("asked-border-held", ["border-held"], { "line-color": ["get", "colour"], "line-width": 7, "line-offset": offset }),
    line("asked-border-inferred", ["border-inferred"], { "line-color": ["get", "colour"], "line-width": 7, "line-offset": offset, "line-dasharray": [0.7, 0.5] }),
    line("asked-border-contested-under", ["border-contested"], { "line-color": paper, "line-width": 7, "line-offset": offset }),
    line("asked-border-contested", ["border-contested"], { "line-color": alarm, "line-width": 7, "line-offset": offset, "line-dasharray": [0.25, 0.25] }),
    line("asked-border-unknown", ["border-unknown"], { "line-color": ink, "line-width": 2, "line-opacity": 0.75, "line-offset": offset, "line-dasharray": [1, 3] }),
    line("asked-way-under", ["way", "gap"], { "line-color": paper, "line-width": 7 }),
    line("asked-way", ["way"], { "line-color": ["get", "colour"], "line-width": 4 }),
    line("asked-gap", ["gap"], { "line-color": ["get", "colour"], "line-width": 4, "line-dasharray": [2, 1] }),
    line("asked-no-way", ["no-way"], { "line-color": alarm, "line-width": 2.5, "line-dasharray": [1, 2] }),
    ring("asked-inside", "inside", 13, { "circle-stroke-width": 1.5 }),
    ring("asked-edge", "edge", 13, { "circle-stroke-width": 1.5, "circle-stroke-opacity": 0.45 }),
    ring("asked-breaks", "breaks", 15, { "circle-stroke-color": alarm, "circle-stroke-width": 3 }),
    ring("asked-place", "asked", 16, {}),
    {
      id: "asked-label",
      type: "symbol",
      source: "asked",
      filter: ["all", role("way", "gap", "no-way"), ["!=", ["get", "label"], ""]],
      layout: { "symbol-placement": "line-center", "text-field": ["get", "label"], "text-font": ["sans-serif"], "text-size": 12, "text-offset": [0, -1], "text-allow-overlap": true },
      paint: { "text-color": ink, "text-halo-color": paper, "text-halo-width": 1.6 },
    },
    {
      id: "asked-name",
      type: "symbol",
      source: "asked",
      filter: ["all", role("words", "inside", "edge", "breaks", "asked"), ["!=", ["get", "label"], ""]],
      layout: { "text-field": ["get", "label"], "text-font": ["sans-serif"], "text-size": 12, "text-variable-anchor": ["bottom", "top", "right", "left"], "text-radial-offset": ["match", ["get", "role"], "words", 0.2, 1.2] },
      paint: { "text-color": ink, "text-halo-color": paper, "text-halo-width": 1.6 },
    },
  ];
}

/** The name of a place among so many that are told of most; of others nothing. */
function nameOf(first: number): ExpressionSpecification {
  return ["case", ["<", ["get", "rank"], first], ["get", "name"], ""];
}

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
      declared: { ...source },
      asked: { ...source },
      box: { ...source },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": sea } },
      { id: "land", type: "fill", source: "borders", paint: { "fill-color": land } },
      { id: "border", type: "line", source: "borders", paint: { "line-color": line, "line-width": ["interpolate", ["linear"], ["zoom"], 3, 0.6, 9, 1.6] } },
      { id: "areas-fill", type: "fill", source: "areas", paint: { "fill-pattern": ["get", "pattern"], "fill-opacity": ["case", ["get", "known"], 0.5, 0.16] } },
      { id: "areas-line", type: "line", source: "areas", paint: { "line-color": ["get", "colour"], "line-width": ["case", ["get", "selected"], 3, 1.2], "line-dasharray": [3, 2] } },
      { id: "lines", type: "line", source: "lines", paint: { "line-color": ["get", "colour"], "line-width": ["case", ["get", "selected"], 5, 3], "line-opacity": 0.7 } },
      { id: "doubt", type: "fill", source: "doubt", minzoom: 6, paint: { "fill-color": text, "fill-opacity": 0.05 } },
      { id: "doubt-line", type: "line", source: "doubt", minzoom: 6, paint: { "line-color": text, "line-opacity": 0.45, "line-width": 0.8, "line-dasharray": [2, 3] } },
      { id: "declared", type: "fill", source: "declared", paint: { "fill-color": text, "fill-opacity": 0.03 } },
      // In force by the claim's own words: dashed. Planned, doubted or denied: dotted.
      { id: "declared-line", type: "line", source: "declared", filter: ["all", ["==", ["geometry-type"], "Polygon"], ["get", "actual"]], paint: { "line-color": text, "line-width": 1.6, "line-dasharray": [6, 3] } },
      { id: "declared-other", type: "line", source: "declared", filter: ["all", ["==", ["geometry-type"], "Polygon"], ["!", ["get", "actual"]]], paint: { "line-color": text, "line-width": 1.4, "line-dasharray": [1, 2.5] } },
      {
        id: "declared-label",
        type: "symbol",
        source: "declared",
        filter: ["==", ["geometry-type"], "Point"],
        minzoom: 5,
        layout: { "text-field": ["get", "label"], "text-font": ["sans-serif"], "text-size": 11, "text-anchor": "bottom", "text-offset": [0, -0.2] },
        paint: { "text-color": text, "text-halo-color": land, "text-halo-width": 1.4 },
      },
      { id: "box", type: "line", source: "box", paint: { "line-color": dark ? "#62b5e5" : "#0b5c8a", "line-width": 2, "line-dasharray": [3, 2] } },
      ...asked(dark),
      {
        id: "points",
        type: "symbol",
        source: "points",
        layout: {
          "icon-image": ["get", "mark"],
          "icon-size": ["interpolate", ["linear"], ["zoom"], 3, ["*", 0.55, ["get", "size"]], 9, ["get", "size"]],
          "icon-allow-overlap": true,
          "symbol-sort-key": ["get", "order"],
          // Names of the most told of: from afar there is no room for more, and each that is tried costs its letters.
          "text-field": ["step", ["zoom"], nameOf(250), 6, nameOf(750), 7, nameOf(2250), 8, ["get", "name"]],
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
