// The offline basemap: Natural Earth, public domain, from our own files.

const BASE = new URL("../basemap/", import.meta.url);
const WATER = "#cbdbe3";
const LABEL_FONT = ["system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"];

/** @param {string} name */
const layerData = (name) => ({ type: "geojson", data: new URL(`${name}.geojson`, BASE).href });

/** @param {string} lang */
export const labelField = (lang) => ["get", `name_${lang}`];

/** Layers whose text follows the language. */
export const LABEL_LAYERS = ["label-country", "label-sea", "label-city"];

/**
 * @param {string} lang
 * @returns {any} a MapLibre style; labels are drawn with the reader's own fonts
 */
export function basemapStyle(lang) {
  return {
    version: 8,
    sources: {
      countries: layerData("countries"),
      borders: layerData("borders"),
      lakes: layerData("lakes"),
      labels: layerData("labels"),
    },
    layers: [
      { id: "water", type: "background", paint: { "background-color": WATER } },
      { id: "countries", type: "fill", source: "countries",
        paint: { "fill-color": ["match", ["get", "iso"], "UA", "#fbf9f4", "#eeece6"], "fill-antialias": false } },
      { id: "coast", type: "line", source: "countries",
        paint: { "line-color": "#b4c6cf", "line-width": 0.8 } },
      { id: "lakes", type: "fill", source: "lakes", paint: { "fill-color": WATER } },
      { id: "oblasts", type: "line", source: "borders", filter: ["==", ["get", "kind"], "oblast"],
        paint: { "line-color": "#c9c2b4", "line-width": ["interpolate", ["linear"], ["zoom"], 4, 0.5, 8, 1.2],
          "line-dasharray": [3, 2] } },
      { id: "borders", type: "line", source: "borders", filter: ["==", ["get", "kind"], "country"],
        layout: { "line-join": "round", "line-cap": "round" },
        paint: { "line-color": "#8d8879", "line-width": ["interpolate", ["linear"], ["zoom"], 4, 0.9, 8, 1.8] } },
      labels("country", lang, { size: [4, 11, 8, 15], colour: "#857f70", spacing: 0.22, capitals: true }),
      labels("sea", lang, { size: [4, 11, 8, 14], colour: "#6d8c9c", spacing: 0.12 }),
      labels("city", lang, { size: [4, 10, 9, 13.5], colour: "#55524a", spacing: 0 }),
    ],
  };
}

/**
 * @param {"country" | "sea" | "city"} kind
 * @param {string} lang
 * @param {{size: [number, number, number, number], colour: string, spacing: number, capitals?: boolean}} look
 */
function labels(kind, lang, { size: [z1, small, z2, large], colour, spacing, capitals = false }) {
  return {
    id: `label-${kind}`,
    type: "symbol",
    source: "labels",
    // Larger places first; smaller ones join as the map has room for them.
    filter: ["all", ["==", ["get", "kind"], kind],
      ["<=", ["get", "rank"], ["step", ["zoom"], 1, 5.2, 2, 6.2, 3, 7.2, 4]]],
    layout: {
      "text-field": labelField(lang),
      "text-font": LABEL_FONT,
      "text-size": ["interpolate", ["linear"], ["zoom"], z1, small, z2, large],
      "text-letter-spacing": spacing,
      "text-transform": capitals ? "uppercase" : "none",
      "text-padding": 4,
      "symbol-sort-key": ["get", "rank"],
      ...(kind === "city" ? { "text-variable-anchor": ["top", "bottom", "left", "right"], "text-radial-offset": 0.7 } : {}),
    },
    paint: { "text-color": colour, "text-halo-color": kind === "sea" ? WATER : "#fbf9f4", "text-halo-width": 1.4 },
  };
}
