// The map: one symbol per point, halos for what is only known as an area.

import * as maplibregl from "../vendor/maplibre-gl.mjs";
import { LABEL_LAYERS, basemapStyle, labelField } from "./basemap.js";
import { element } from "./dom.js";
import { boundsOf } from "./places.js";
import { drawSymbol, symbolName } from "./symbols.js";

/** @typedef {import("./places.js").Site} Site */

const EXTENT = [[14, 38], [54, 60]];
const UKRAINE = [[22.1, 44.3], [40.2, 52.4]];
const EARTH_RADIUS_M = 6371008.8;
/** Ends the name of a symbol's image with the outline of the open place. */
const SELECTED = "/selected";
/** Pixels around a click within which a symbol still counts as hit. */
const SLOP = 6;
const EMPTY = { type: "FeatureCollection", features: [] };

/**
 * A circle of true radius on the sphere.
 * @param {[number, number]} centre longitude, latitude
 * @param {number} radius metres
 */
export function circle([lon, lat], radius) {
  const rad = Math.PI / 180;
  const distance = radius / EARTH_RADIUS_M;
  const ring = Array.from({ length: 73 }, (_, step) => {
    const bearing = step * 5 * rad;
    const latitude = Math.asin(Math.sin(lat * rad) * Math.cos(distance)
      + Math.cos(lat * rad) * Math.sin(distance) * Math.cos(bearing));
    const longitude = lon * rad + Math.atan2(
      Math.sin(bearing) * Math.sin(distance) * Math.cos(lat * rad),
      Math.cos(distance) - Math.sin(lat * rad) * Math.sin(latitude));
    return [longitude / rad, latitude / rad];
  });
  return { type: "Polygon", coordinates: [ring] };
}

export class ClaimMap {
  /**
   * @param {HTMLElement} container
   * @param {object} options
   * @param {string} options.lang
   * @param {string} options.position zoom/latitude/longitude or ""
   * @param {Record<string, string>} options.locale MapLibre's own words
   * @param {(key: string) => void} options.onSelect a symbol was clicked
   * @param {(position: string) => void} options.onMove the reader moved the map
   * @param {(site: Site) => string} options.describe what a symbol says when pointed at
   * @throws {Error} where there is no WebGL
   */
  constructor(container, { lang, position, locale, onSelect, onMove, describe }) {
    this.describe = describe;
    /** @type {Map<string, Site>} */
    this.sites = new Map();
    this.selected = "";
    const start = parsePosition(position);
    this.map = new maplibregl.Map({
      container,
      style: basemapStyle(lang),
      ...(start ?? { bounds: UKRAINE, fitBoundsOptions: { padding: 24 } }),
      maxBounds: EXTENT, minZoom: 3, maxZoom: 13,
      dragRotate: false, pitchWithRotate: false, touchPitch: false,
      attributionControl: false, locale,
      canvasContextAttributes: { preserveDrawingBuffer: false },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
    this.map.addControl(new maplibregl.ScaleControl({ maxWidth: 90 }), "bottom-right");
    this.map.addControl(new maplibregl.AttributionControl({
      compact: false, customAttribution: "Natural Earth · GeoNames",
    }), "bottom-right");
    this.map.on("moveend", (event) => {
      if (event.originalEvent) onMove(this.position()); // the reader's move, not ours
    });
    this.popup = new maplibregl.Popup({ closeButton: false, closeOnClick: false, offset: 16, className: "hint" });
    this.#followPointer(onSelect);
    this.ready = new Promise((resolve) => {
      this.map.once("load", () => {
        this.#addLayers();
        resolve(undefined);
      });
    });
  }

  /** @param {Site} site */
  #addSymbol(site, selected = false) {
    const name = symbolName(site) + (selected ? SELECTED : "");
    if (this.map.hasImage(name)) return;
    const { image, pixelRatio } = drawSymbol(site, selected);
    this.map.addImage(name, image, { pixelRatio });
  }

  #addLayers() {
    const { map } = this;
    map.addSource("halos", { type: "geojson", data: EMPTY });
    map.addSource("sites", { type: "geojson", data: EMPTY });
    const before = "label-country";
    map.addLayer({ id: "halos-fill", type: "fill", source: "halos",
      paint: { "fill-color": "#1f3b4d", "fill-opacity": ["case", ["get", "selected"], 0.1, 0.04] } }, before);
    map.addLayer({ id: "halos-line", type: "line", source: "halos",
      paint: { "line-color": "#1f3b4d", "line-dasharray": [3, 3],
        "line-opacity": ["case", ["get", "selected"], 0.8, 0.3], "line-width": 1.2 } }, before);
    const layout = { "icon-allow-overlap": true, "icon-size": ["interpolate", ["linear"], ["zoom"], 4, 0.72, 6.5, 1] };
    map.addLayer({ id: "sites", type: "symbol", source: "sites",
      layout: { ...layout, "icon-image": ["get", "symbol"], "symbol-sort-key": ["get", "claims"] } });
    map.addLayer({ id: "selected", type: "symbol", source: "sites", filter: ["==", ["get", "key"], ""],
      layout: { ...layout, "icon-image": ["concat", ["get", "symbol"], SELECTED] } });
  }

  /** @param {(key: string) => void} onSelect */
  #followPointer(onSelect) {
    const { map, popup } = this;
    map.on("click", (event) => {
      const site = this.#siteAt(event.point);
      if (site) onSelect(site.key);
    });
    map.on("mousemove", (event) => {
      const site = this.#siteAt(event.point);
      map.getCanvas().classList.toggle("over-site", Boolean(site));
      if (!site) popup.remove();
      else popup.setLngLat(site.point).setDOMContent(element("span", {}, this.describe(site))).addTo(map);
    });
    map.on("mouseout", () => popup.remove());
  }

  /**
   * The symbol at a pixel; of several that overlap, the one whose point is nearest.
   * @param {{x: number, y: number}} point
   */
  #siteAt({ x, y }) {
    if (!this.map.getLayer("sites")) return undefined;
    const box = [[x - SLOP, y - SLOP], [x + SLOP, y + SLOP]];
    const hits = this.map.queryRenderedFeatures(box, { layers: ["sites"] })
      .map((hit) => this.sites.get(hit.properties.key))
      .filter((site) => site !== undefined);
    const distance = (/** @type {Site} */ site) => {
      const pixel = this.map.project(site.point);
      return Math.hypot(pixel.x - x, pixel.y - y);
    };
    return hits.sort((one, other) => distance(one) - distance(other))[0];
  }

  /** @param {Site[]} sites */
  async show(sites) {
    this.sites = new Map(sites.map((site) => [site.key, site]));
    await this.ready;
    sites.forEach((site) => this.#addSymbol(site));
    this.map.getSource("sites").setData({
      type: "FeatureCollection",
      features: sites.map((site) => ({
        type: "Feature",
        geometry: { type: "Point", coordinates: site.point },
        properties: { key: site.key, symbol: symbolName(site), claims: site.claims.length },
      })),
    });
    await this.select(this.selected);
  }

  /** @param {string} key "" for none */
  async select(key) {
    this.selected = key;
    await this.ready;
    const site = this.sites.get(key);
    if (site) this.#addSymbol(site, true);
    this.map.setFilter("selected", ["==", ["get", "key"], key]);
    this.#drawHalos();
  }

  /** Areas always show how wide they are, settlements when they are open. */
  #drawHalos() {
    const shown = [...this.sites.values()]
      .filter((site) => site.radius > 0 && (!site.settlement || site.key === this.selected));
    this.map.getSource("halos").setData({
      type: "FeatureCollection",
      features: shown.map((site) => ({
        type: "Feature",
        geometry: circle(site.point, site.radius),
        properties: { selected: site.key === this.selected },
      })),
    });
  }

  /**
   * Bring all sites into sight, beside what covers the map.
   * @param {Site[]} sites
   * @param {{left?: number, bottom?: number, animate?: boolean}} [how] `left`, `bottom`: pixels
   *   covered there
   */
  fit(sites, { left = 0, bottom = 0, animate = false } = {}) {
    const bounds = boundsOf(sites) ?? UKRAINE;
    const { clientWidth, clientHeight } = this.map.getContainer();
    const margin = Math.min(64, clientWidth / 8, clientHeight / 8);
    const padding = { top: margin, right: margin, bottom: margin + bottom, left: margin + left };
    this.map.fitBounds(bounds, { padding, maxZoom: 9, animate, duration: 400 });
  }

  /**
   * Bring a site into sight; the map stays where it is when the site already shows.
   * @param {Site} site
   */
  reveal(site) {
    // The panel that opens takes room from the map, and a new size alone would leave it blank.
    this.map.resize().redraw();
    const { clientWidth, clientHeight } = this.map.getContainer();
    const { x, y } = this.map.project(site.point);
    const margin = 40;
    const shows = x > margin && x < clientWidth - margin && y > margin && y < clientHeight - margin;
    if (!shows) this.map.easeTo({ center: site.point, duration: 300 });
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

  /** @param {string} lang */
  async setLanguage(lang) {
    await this.ready;
    for (const layer of LABEL_LAYERS) this.map.setLayoutProperty(layer, "text-field", labelField(lang));
  }
}

/** @param {string} position */
function parsePosition(position) {
  const [zoom, lat, lon] = position.split("/").map(Number);
  return position ? { zoom, center: [lon, lat] } : null;
}
