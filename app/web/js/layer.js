// The small map beside a table of features: points only, in the colours of the page's basemap.

import * as maplibregl from "../vendor/maplibre-gl.mjs";
import { basemapStyle } from "./basemap.js";

const container = document.getElementById("map");
const data = document.getElementById("features");
if (container && data) {
  const collection = JSON.parse(data.textContent ?? "");
  const points = collection.features
    .filter((/** @type {any} */ feature) => feature.geometry)
    .map((/** @type {any} */ feature) => feature.geometry.coordinates);
  const bounds = new maplibregl.LngLatBounds([22.1, 44.3], [40.2, 52.4]);
  const map = new maplibregl.Map({
    container,
    style: basemapStyle("en"),
    bounds: points.length ? points.reduce(
      (/** @type {any} */ box, /** @type {any} */ point) => box.extend(point),
      new maplibregl.LngLatBounds(points[0], points[0])) : bounds,
    fitBoundsOptions: { padding: 40, maxZoom: 9 },
    attributionControl: false,
  });
  map.on("load", () => {
    map.addSource("features", { type: "geojson", data: collection });
    map.addLayer({ id: "features", type: "circle", source: "features",
      paint: { "circle-radius": 5, "circle-color": "#5b3f8c", "circle-opacity": 0.7,
        "circle-stroke-color": "#fff", "circle-stroke-width": 1 } });
  });
}
