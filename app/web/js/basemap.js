// The offline basemap: Natural Earth, public domain, and three rivers of GSHHG, from our own files.

const BASE = new URL("../basemap/", import.meta.url);
const WATER = "#cbdbe3";
const RIVER = "#a3c3d4";
const LABEL_FONT = ["system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"];

/** @param {string} name */
const layerData = (name) => ({ type: "geojson", data: new URL(`${name}.geojson`, BASE).href });

/** @param {string} lang */
export const labelField = (lang) => ["get", `name_${lang}`];

/** Layers whose text follows the language. */
export const LABEL_LAYERS = ["label-country", "label-sea", "label-city", "label-river", "label-river-near", "label-tributary"];

const LAKES = "basemap-lakes";

/**
 * A reservoir that ran dry is water only as long as everything in sight is from before that day.
 * @param {string} lastDay of what is shown, YYYY-MM-DD; "" for no end
 * @returns {any} filter of the lakes
 */
const waterUntil = (lastDay) => (lastDay
  ? ["any", ["!", ["has", "until"]], [">", ["string", ["get", "until"]], lastDay]]
  : ["!", ["has", "until"]]);

/**
 * Show the water that there was throughout; without effect on a basemap of others.
 * @param {import("../vendor/maplibre-gl.mjs").Map} map loaded
 * @param {string} lastDay of what is shown, YYYY-MM-DD; "" for no end
 */
export function showWater(map, lastDay) {
  if (map.getLayer(LAKES)) map.setFilter(LAKES, waterUntil(lastDay));
}

/** By zoom, the last rank that is drawn: larger things first, smaller ones as there is room. */
const RIVER_RANKS = ["<=", ["get", "rank"], ["step", ["zoom"], 2, 5, 3, 6, 4]];
const RIVER_NAME_RANKS = ["<=", ["get", "rank"], ["step", ["zoom"], 0, 6, 1, 6.8, 2, 7.6, 3, 8.4, 4]];
const LABEL_RANKS = ["<=", ["get", "rank"], ["step", ["zoom"], 1, 5.2, 2, 6.2, 3, 7.2, 4]];

/** From this zoom on a river's name stands on its course. */
const NEAR = 9;

/** @param {number[]} widths in pixels, of the ranks from 1 */
const byRank = (widths) => ["match", ["get", "rank"], ...widths.flatMap((width, index) => [index + 1, width]), widths[widths.length - 1]];

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
      rivers: layerData("rivers"),
      river_names: layerData("river_names"),
      tributaries: layerData("tributaries"),
      labels: layerData("labels"),
    },
    layers: [
      { id: "water", type: "background", paint: { "background-color": WATER } },
      { id: "countries", type: "fill", source: "countries",
        paint: { "fill-color": ["match", ["get", "iso"], "UA", "#fbf9f4", "#eeece6"], "fill-antialias": false } },
      { id: "coast", type: "line", source: "countries",
        paint: { "line-color": "#b4c6cf", "line-width": 0.8 } },
      // A lake hides the line by which a river crosses it.
      river("tributaries"),
      river("rivers"),
      { id: LAKES, type: "fill", source: "lakes", filter: waterUntil(""), paint: { "fill-color": WATER } },
      { id: "oblasts", type: "line", source: "borders", filter: ["==", ["get", "kind"], "oblast"],
        paint: { "line-color": "#c9c2b4", "line-width": ["interpolate", ["linear"], ["zoom"], 4, 0.5, 8, 1.2],
          "line-dasharray": [3, 2] } },
      { id: "borders", type: "line", source: "borders", filter: ["==", ["get", "kind"], "country"],
        layout: { "line-join": "round", "line-cap": "round" },
        paint: { "line-color": "#8d8879", "line-width": ["interpolate", ["linear"], ["zoom"], 4, 0.9, 8, 1.8] } },
      // Beneath the claims, where the other names are above them.
      riverNames("label-tributary", "tributaries", lang),
      // A river that winds has no room for a name; from afar the name follows its valley.
      { ...riverNames("label-river", "river_names", lang), maxzoom: NEAR },
      { ...riverNames("label-river-near", "rivers", lang), minzoom: NEAR },
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
    filter: ["all", ["==", ["get", "kind"], kind], LABEL_RANKS],
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

/** @param {string} source also the layer's name */
function river(source) {
  return {
    id: source,
    type: "line",
    source,
    filter: RIVER_RANKS,
    layout: { "line-join": "round", "line-cap": "round" },
    paint: { "line-color": RIVER, "line-width": ["interpolate", ["linear"], ["zoom"],
      4, byRank([1, 0.6, 0.4]), 8, byRank([2.4, 1.6, 1.1, 0.8]), 12, byRank([5, 3.2, 2.2, 1.6])] },
  };
}

/**
 * @param {string} id
 * @param {string} source
 * @param {string} lang
 */
function riverNames(id, source, lang) {
  return {
    id,
    type: "symbol",
    source,
    filter: RIVER_NAME_RANKS,
    layout: {
      "symbol-placement": "line",
      "symbol-spacing": ["interpolate", ["linear"], ["zoom"], 7, 200, 11, 420],
      "symbol-sort-key": ["get", "rank"],
      "text-field": labelField(lang),
      "text-font": LABEL_FONT,
      "text-size": ["interpolate", ["linear"], ["zoom"], 6, 10, 10, 12.5],
      "text-letter-spacing": 0.08,
      "text-max-angle": 40,
      "text-padding": 6,
    },
    paint: { "text-color": "#47768f", "text-halo-color": "#fbf9f4", "text-halo-width": 1.4 },
  };
}
