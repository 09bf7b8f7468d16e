/** Borders of the chosen viewpoint, from the server's own files; nothing is fetched from elsewhere. */

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
