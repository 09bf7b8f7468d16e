/** Tiles beneath the claims, only where `fogline serve --tiles` gives some; without it nothing is asked for. */

import { addProtocol, type LayerSpecification, type Map as GlMap } from "maplibre-gl";
import { api, value } from "../api/client";

let protocol = false;

/** Put the server's tiles under the borders; gives the words of credit that they ask for, null where there are none. */
export async function addTiles(map: GlMap, dark: boolean): Promise<string | null> {
  const { tiles } = await value(api.GET("/api/tiles"));
  if (!tiles) return null;
  if (tiles.kind === "template") {
    map.addSource("tiles", { type: "raster", tiles: [tiles.url], tileSize: 256, maxzoom: 19 });
    map.addLayer(raster(dark), "border");
    return `Tiles: ${new URL(tiles.url).host}`;
  }
  const { PMTiles, Protocol, TileType } = await import("pmtiles"); // a quarter of a page's weight that most never need
  const url = new URL(tiles.url, location.href).href;
  const archive = new PMTiles(url);
  const [header, about] = await Promise.all([archive.getHeader(), archive.getMetadata() as Promise<Record<string, unknown>>]);
  if (!protocol) {
    const served = new Protocol();
    served.add(archive);
    addProtocol("pmtiles", served.tile);
    protocol = true;
  }
  if (!map.getSource("borders")) return null; // taken away while the archive was opened
  const vector = header.tileType === TileType.Mvt;
  map.addSource("tiles", { type: vector ? "vector" : "raster", url: `pmtiles://${url}`, tileSize: 256 } as never);
  if (vector) for (const layer of layers((about.vector_layers as { id: string }[]) ?? [], dark)) map.addLayer(layer, "border");
  else map.addLayer(raster(dark), "border");
  // The archive's words may carry markup; only their text is shown.
  return String(about.attribution ?? "").replace(/<[^>]*>/g, "").trim() || null;
}

function raster(dark: boolean): LayerSpecification {
  return { id: "tiles", type: "raster", source: "tiles", paint: { "raster-opacity": dark ? 0.45 : 0.75, "raster-saturation": -0.4 } };
}

/** Plain drawing of whatever layers there are; never their borders, since borders are the chosen viewpoint's. */
function layers(found: { id: string }[], dark: boolean): LayerSpecification[] {
  const water = dark ? "#161b20" : "#dbe5ea";
  const ground = dark ? "#2b333a" : "#e9e4d8";
  const road = dark ? "#56606a" : "#c2b9a5";
  const made: LayerSpecification[] = [];
  const add = (layer: unknown): void => void made.push(layer as LayerSpecification);
  for (const { id } of found) {
    const from = { source: "tiles", "source-layer": id, id: `tiles-${id}` };
    if (/bound|admin|^earth$|^land$/i.test(id)) continue;
    if (/water|ocean|lake|river/i.test(id)) {
      add({ ...from, type: "fill", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": water } });
      add({ ...from, id: `${from.id}-line`, type: "line", filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": water } });
    } else if (/road|transport|transit|highway|rail/i.test(id))
      add({ ...from, type: "line", filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": road, "line-width": ["interpolate", ["linear"], ["zoom"], 6, 0.5, 14, 2.5] } });
    else if (!/place|poi|label|name|housenum/i.test(id))
      add({ ...from, type: "fill", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": ground, "fill-opacity": 0.5 } });
  }
  return made;
}
