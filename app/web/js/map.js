// The map: what is claimed where, one symbol a settlement, with the sides that speak.

import * as maplibregl from "../vendor/maplibre-gl.mjs";
import { LABEL_LAYERS, labelField } from "./basemap.js";
import { CLAIM_LAYERS, EMPTY, OPEN_RING, OBLASTS, SETTLEMENTS, SETTLEMENT_ZOOM, SYMBOLS, oblastFeatures, tileSource } from "./claim-layers.js";
import { circle } from "./circle.js";
import { HATCH, drawHatch, drawSymbol } from "./symbols.js";

/** @typedef {import("./api.js").Oblast} Oblast */
/**
 * What a symbol stands for.
 * @typedef {object} Hit
 * @property {[number, number]} point longitude, latitude
 * @property {string | null} place id, where it is one point; of several places there with "|" between them
 * @property {string | null} name of the place or oblast
 * @property {number} places how many it stands for
 * @property {Record<string, number>} counts by side of the source, and `claims`
 * @property {boolean} disputed
 */

/** @type {[[number, number], [number, number]]} */
const EXTENT = [[14, 38], [54, 60]];
export const UKRAINE = /** @type {[[number, number], [number, number]]} */ ([[22.1, 44.3], [40.2, 52.4]]);
/** Pixels around a click within which a symbol still counts as hit. */
const SLOP = 6;
/** So many images of symbols are kept, of some 30 kB each. */
const MOST_SYMBOLS = 1000;
/** An area wider than this, in metres, says little by its outline. */
const WIDEST_HALO = 120000;

export class ClaimMap {
  /**
   * @param {HTMLElement} container
   * @param {object} options
   * @param {any} options.style of the basemap
   * @param {string} options.address template of the tiles of settlements
   * @param {string} options.position zoom/latitude/longitude or ""
   * @param {Record<string, string>} options.locale MapLibre's own words
   * @param {string} options.attribution
   * @param {(hit: Hit) => void} options.onSelect a symbol was clicked
   * @param {(position: string) => void} options.onMove the reader moved the map
   * @param {(hit: Hit) => Node} options.describe what a symbol says when pointed at
   * @throws {Error} where there is no WebGL
   */
  constructor(container, { style, address, position, locale, attribution, onSelect, onMove, describe }) {
    this.describe = describe;
    this.open = /** @type {{place: string, point: [number, number] | null, radius: number}} */ ({ place: "", point: null, radius: 0 });
    this.address = address;
    /** @type {Set<string>} images that the map holds */
    this.symbols = new Set();
    /** @type {Oblast[]} */
    this.oblasts = [];
    /** @type {Oblast[]} those that the map holds */
    this.drawnOblasts = this.oblasts;
    /** @type {any} sectors and lines shown */
    this.shapes = EMPTY;
    /** What the halos show, to draw them anew only for others. */
    this.drawnHalos = "";
    const start = parsePosition(position);
    this.map = new maplibregl.Map({
      container,
      style,
      ...(start ?? { bounds: UKRAINE, fitBoundsOptions: { padding: 24 } }),
      maxBounds: EXTENT, minZoom: 3, maxZoom: 13,
      dragRotate: false, pitchWithRotate: false, touchPitch: false,
      attributionControl: false, locale, fadeDuration: 0,
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
    this.map.addControl(new maplibregl.ScaleControl({ maxWidth: 90 }), "bottom-right");
    this.map.addControl(new maplibregl.AttributionControl({ compact: false, customAttribution: attribution }), "bottom-right");
    this.map.on("moveend", (/** @type {any} */ event) => {
      if (event.originalEvent) onMove(this.position()); // the reader's move, not ours
    });
    this.map.setMissingStyleImageResolver((/** @type {string} */ id) => this.#addImage(id));
    this.popup = new maplibregl.Popup({ closeButton: false, closeOnClick: false, offset: 18, className: "hint" });
    this.#followPointer(onSelect);
    this.ready = new Promise((resolve) => {
      this.map.once("load", () => {
        this.#addLayers();
        resolve(undefined);
      });
    });
  }

  /** @param {string} id */
  #addImage(id) {
    const drawn = id === HATCH ? drawHatch() : drawSymbol(id);
    if (!drawn || this.map.hasImage(id)) return;
    this.map.addImage(id, drawn.image, { pixelRatio: drawn.pixelRatio });
    if (id !== HATCH) this.symbols.add(id);
  }

  /** Symbols of filters that are long past would fill the memory; tiles ask again for what they need. */
  #forgetSymbols() {
    if (this.symbols.size < MOST_SYMBOLS) return;
    this.symbols.forEach((id) => this.map.removeImage(id));
    this.symbols.clear();
  }

  #addLayers() {
    const { map } = this;
    this.#addImage(HATCH);
    for (const source of ["halos", "shapes", "open", "oblasts"]) map.addSource(source, { type: "geojson", data: EMPTY });
    map.addSource(SETTLEMENTS, tileSource(this.address));
    // Names of the basemap stay readable above settlements, which are many, and give way to oblasts, which are few.
    const names = LABEL_LAYERS.find((layer) => map.getLayer(layer));
    for (const layer of CLAIM_LAYERS) map.addLayer(layer, layer.id === OBLASTS ? undefined : names);
    map.addLayer(OPEN_RING);
    // A city's name stands clear of the ring around the city, and so finds its room beside it.
    if (map.getLayer("label-city")) map.setLayoutProperty("label-city", "text-radial-offset", ["step", ["zoom"], 1.8, SETTLEMENT_ZOOM, 1.2]);
    map.on("idle", () => this.#drawHalos());
    map.on("zoom", () => this.#drawOblasts());
  }

  /** @param {(hit: Hit) => void} onSelect */
  #followPointer(onSelect) {
    const { map, popup } = this;
    map.on("click", (/** @type {any} */ event) => {
      const hit = this.#hitAt(event.point);
      if (!hit) return;
      if (hit.place) onSelect(hit);
      else map.easeTo({ center: hit.point, zoom: Math.max(map.getZoom() + 1.5, SETTLEMENT_ZOOM + 0.6), duration: 400 });
    });
    map.on("mousemove", (/** @type {any} */ event) => {
      const hit = this.#hitAt(event.point);
      map.getCanvas().classList.toggle("over-site", Boolean(hit));
      if (!hit) popup.remove();
      else popup.setLngLat(hit.point).setDOMContent(this.describe(hit)).addTo(map);
    });
    map.on("mouseout", () => popup.remove());
  }

  /**
   * The symbol at a pixel; of several that overlap, the one whose point is nearest.
   * @param {{x: number, y: number}} pixel
   * @returns {Hit | undefined}
   */
  #hitAt({ x, y }) {
    const layers = SYMBOLS.filter((layer) => this.map.getLayer(layer));
    if (!layers.length) return undefined;
    /** @type {[[number, number], [number, number]]} */
    const box = [[x - SLOP, y - SLOP], [x + SLOP, y + SLOP]];
    const distance = (/** @type {Hit} */ { point }) => {
      const at = this.map.project(point);
      return Math.hypot(at.x - x, at.y - y);
    };
    return this.map.queryRenderedFeatures(box, { layers }).map(hitOf)
      .sort((/** @type {Hit} */ one, /** @type {Hit} */ other) => distance(one) - distance(other))[0];
  }

  /** @param {string} address template of the tiles of settlements */
  async showTiles(address) {
    await this.ready;
    if (address === this.address) return;
    this.address = address;
    this.#forgetSymbols();
    /** @type {import("../vendor/maplibre-gl.mjs").VectorTileSource} */ (this.map.getSource(SETTLEMENTS)).setTiles([address]);
  }

  /** @param {Oblast[]} oblasts */
  async showOblasts(oblasts) {
    this.oblasts = oblasts;
    await this.ready;
    this.#drawOblasts();
  }

  /** From near nobody sees them, and to take them in would draw the whole map once more. */
  #drawOblasts() {
    if (this.oblasts === this.drawnOblasts || this.map.getZoom() >= SETTLEMENT_ZOOM) return;
    this.drawnOblasts = this.oblasts;
    this.#source("oblasts").setData(oblastFeatures(this.oblasts));
  }

  /** @param {string} id */
  #source(id) {
    return /** @type {import("../vendor/maplibre-gl.mjs").GeoJSONSource} */ (this.map.getSource(id));
  }

  /** @param {any} shapes FeatureCollection of sectors and lines */
  async showShapes(shapes) {
    const none = !shapes.features.length && !this.shapes.features.length;
    if (shapes === this.shapes || none) return;
    this.shapes = shapes;
    await this.ready;
    this.#source("shapes").setData(shapes);
  }

  /**
   * Mark the open place, or none.
   * @param {string} place id or ""
   * @param {[number, number] | null} [point]
   * @param {number} [radius] metres
   */
  async select(place, point = null, radius = 0) {
    this.open = { place, point, radius };
    await this.ready;
    const features = point ? [{ type: "Feature", geometry: { type: "Point", coordinates: point }, properties: { place } }] : [];
    this.#source("open").setData(/** @type {any} */ ({ type: "FeatureCollection", features }));
    this.#drawHalos();
  }

  /** Areas show how wide they are; so does the settlement that is open. */
  #drawHalos() {
    /** @type {Map<string, {point: [number, number], radius: number, open: boolean}>} */
    const halos = new Map();
    const near = this.map.getZoom() >= SETTLEMENT_ZOOM;
    const found = near ? this.map.querySourceFeatures(SETTLEMENTS, { sourceLayer: SETTLEMENTS,
      filter: ["all", ["in", ["get", "location_precision"], ["literal", ["area", "mixed"]]], ["has", "radius_m"]] }) : [];
    for (const { geometry, properties } of found) {
      if (properties.radius_m > WIDEST_HALO) continue;
      const key = properties.place_id ?? geometry.coordinates.join();
      halos.set(key, { point: geometry.coordinates, radius: properties.radius_m, open: key === this.open.place });
    }
    const { place, point, radius } = this.open;
    if (point && radius) halos.set(place, { point, radius, open: true });
    const drawn = JSON.stringify([...halos]);
    if (drawn === this.drawnHalos) return; // a new drawing would make the map busy, then idle, for ever
    this.drawnHalos = drawn;
    // Many areas that overlap would hide the map, and say less the more there are.
    const weight = Math.min(0.5, 5 / halos.size);
    this.#source("halos").setData({
      type: "FeatureCollection",
      features: [...halos.values()].map((halo) => (
        { type: "Feature", geometry: circle(halo.point, halo.radius), properties: { open: halo.open, weight } })),
    });
  }

  /**
   * Bring a box into sight, beside what covers the map.
   * @param {[[number, number], [number, number]]} bounds south-west and north-east corner
   * @param {{left?: number, bottom?: number, animate?: boolean}} [how] `left`, `bottom`: pixels
   *   covered there
   */
  fit(bounds, { left = 0, bottom = 0, animate = false } = {}) {
    const { clientWidth, clientHeight } = this.map.getContainer();
    const margin = Math.min(56, clientWidth / 8, clientHeight / 8);
    const padding = { top: margin, right: margin, bottom: margin + bottom, left: margin + left };
    this.map.fitBounds(bounds, { padding, maxZoom: 9, animate, duration: 400 });
  }

  /**
   * Bring a point into sight; the map stays where it is when the point shows already.
   * @param {[number, number]} point
   * @param {number} covered pixels of the map's right that something lies upon
   */
  reveal(point, covered) {
    // The panel that opens takes room from the map, and a new size alone would leave it blank.
    this.map.resize().redraw();
    const { clientWidth, clientHeight } = this.map.getContainer();
    const { x, y } = this.map.project(point);
    const margin = 40;
    const shows = x > margin && x < clientWidth - covered - margin && y > margin && y < clientHeight - margin;
    const near = this.map.getZoom() >= SETTLEMENT_ZOOM;
    if (!shows || !near) {
      this.map.easeTo({ center: point, offset: [-covered / 2, 0], zoom: Math.max(this.map.getZoom(), SETTLEMENT_ZOOM + 1), duration: 300 });
    }
  }

  /** @returns {string} zoom/latitude/longitude, as `parsePosition` reads it */
  position() {
    const { lng, lat } = this.map.getCenter();
    return [this.map.getZoom().toFixed(2), lat.toFixed(4), lng.toFixed(4)].join("/");
  }

  /** @param {string} position */
  go(position) {
    const start = parsePosition(position);
    if (start && position !== this.position()) this.map.jumpTo(start);
  }

  /**
   * @param {string} lang
   * @param {Record<string, string>} labels of the map and its buttons for those who do not see them, by selector
   */
  async setLanguage(lang, labels) {
    for (const [selector, label] of Object.entries(labels)) {
      const node = this.map.getContainer().querySelector(selector);
      node?.setAttribute("aria-label", label);
      if (node?.hasAttribute("title")) node.setAttribute("title", label);
    }
    await this.ready;
    for (const layer of LABEL_LAYERS) {
      if (this.map.getLayer(layer)) this.map.setLayoutProperty(layer, "text-field", /** @type {any} */ (labelField(lang)));
    }
  }

  /** @returns {Promise<HTMLCanvasElement>} the map as drawn now */
  picture() {
    return new Promise((resolve) => {
      // The drawing is gone after the frame, so it is copied within it.
      this.map.once("render", () => {
        const drawn = this.map.getCanvas();
        const copy = document.createElement("canvas");
        copy.width = drawn.width;
        copy.height = drawn.height;
        copy.getContext("2d")?.drawImage(drawn, 0, 0);
        resolve(copy);
      });
      this.map.triggerRepaint();
    });
  }
}

/**
 * @param {string} first
 * @param {string} all with "|" between them
 */
const joined = (first, all) => [first, ...all.split("|").filter((id) => id !== first)].join("|");

/**
 * @param {any} feature of the tiles or of the oblasts
 * @returns {Hit}
 */
function hitOf({ geometry, properties: p }) {
  return {
    // Places that share a point are opened together, the settlement first.
    point: geometry.coordinates, place: p.place_ids ? joined(p.place_id, p.place_ids) : p.place_id ?? null, name: p.place_name ?? p.name ?? null, places: p.places,
    counts: { claims: p.claims, UA: p.ua, RU: p.ru, other: p.other, unknown: p.unknown },
    disputed: p.disputed === true,
  };
}

/**
 * @param {string} position
 * @returns {{zoom: number, center: [number, number]} | null}
 */
function parsePosition(position) {
  const [zoom, lat, lon] = position.split("/").map(Number);
  return position ? { zoom, center: [lon, lat] } : null;
}
