// The layers of claims on the map: oblasts from afar, settlements from near, areas and sectors below.

import { HATCH, IMAGE } from "./symbols.js";

/** From this zoom on a symbol is a settlement; below it, an oblast. */
export const SETTLEMENT_ZOOM = 6;
/** @type {any} */
export const EMPTY = { type: "FeatureCollection", features: [] };
export const SETTLEMENTS = "settlements";
/** Layers whose symbols can be pointed at. */
export const OBLASTS = "oblast-claims";
export const SYMBOLS = [OBLASTS, "sites"];

const INK = "#1f3b4d";

/** @param {string} address template of the tiles @returns {any} */
export const tileSource = (address) => ({
  type: "vector", tiles: [address], minzoom: SETTLEMENT_ZOOM, maxzoom: 14,
});

const SYMBOL = {
  type: "symbol",
  layout: {
    "icon-image": IMAGE, "icon-allow-overlap": true, "icon-padding": 0,
    // Small ones above large ones, so that none hides another whole.
    "symbol-sort-key": ["-", 0, ["get", "claims"]],
  },
};

/** @type {any[]} in the order in which they are drawn */
export const CLAIM_LAYERS = [
  { id: "halos-fill", type: "fill", source: "halos", paint: { "fill-pattern": HATCH,
    "fill-opacity": ["case", ["get", "open"], 1, ["get", "weight"]] } },
  { id: "halos-line", type: "line", source: "halos", paint: { "line-color": INK, "line-dasharray": [3, 3],
    "line-opacity": ["case", ["get", "open"], 0.9, ["get", "weight"]], "line-width": 1.2 } },
  { id: "shapes-fill", type: "fill", source: "shapes", minzoom: SETTLEMENT_ZOOM,
    filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-pattern": HATCH, "fill-opacity": 0.7 } },
  { id: "shapes-line", type: "line", source: "shapes", minzoom: SETTLEMENT_ZOOM,
    paint: { "line-color": INK, "line-opacity": 0.55, "line-width": 1.3, "line-dasharray": [5, 2] } },
  { id: "open", type: "circle", source: "open", paint: { "circle-radius": 27, "circle-color": "#ffe28a",
    "circle-opacity": 0.85, "circle-stroke-color": "#1d2733", "circle-stroke-width": 2.5 } },
  { ...SYMBOL, id: OBLASTS, source: "oblasts", maxzoom: SETTLEMENT_ZOOM,
    layout: { ...SYMBOL.layout, "icon-size": ["interpolate", ["linear"], ["zoom"], 4, 0.72, 5.5, 1] } },
  { ...SYMBOL, id: "sites", source: SETTLEMENTS, "source-layer": SETTLEMENTS, minzoom: SETTLEMENT_ZOOM,
    layout: { ...SYMBOL.layout, "icon-size": ["interpolate", ["linear"], ["zoom"], 6, 0.8, 9, 1] } },
];

/** Around the open place, above all. @type {any} */
export const OPEN_RING = { id: "open-ring", type: "circle", source: "open", paint: { "circle-radius": 27,
  "circle-color": "rgba(0, 0, 0, 0)", "circle-stroke-color": "#1d2733", "circle-stroke-width": 2.5 } };

/**
 * @param {import("./api.js").Oblast[]} oblasts
 * @returns {any}
 */
export function oblastFeatures(oblasts) {
  return {
    type: "FeatureCollection",
    features: oblasts.map(({ name, code, lon, lat, points, UA, RU, other, unknown }) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [lon, lat] },
      properties: { name, code, places: points, claims: UA + RU + other + unknown, ua: UA, ru: RU, other, unknown,
        location_precision: "oblast" },
    })),
  };
}
