// Joins the parts: state -> claims -> map, timeline, list, panel. Nothing here draws by itself.

import { address, filterQuery } from "./api.js";
import { showWater } from "./basemap.js";
import { chooseBasemap } from "./basemap-choice.js";
import { byId } from "./dom.js";
import { activeFilters, drawFilters, withoutFilters } from "./filters.js";
import { countsInWords, describeHit, drawCounts, drawLanguages, drawLegend, drawViews, showMessage, showProgress } from "./frame.js";
import { setLanguage, t, translatePage } from "./i18n.js";
import { Claims, placeKey, rowsKey } from "./loading.js";
import { drawPanel, drawPanelMessage, placeName } from "./panel.js";
import { picture } from "./picture.js";
import { PlaceSearch } from "./place-search.js";
import { buildShare, updateShare, wholePage } from "./share.js";
import { StateStore, filterKey } from "./state-in-url.js";
import { drawTable, knownSort } from "./table.js";
import { Timeline } from "./timeline.js";

/** @typedef {import("./map.js").ClaimMap} ClaimMap */

const store = new StateStore();
const claims = new Claims();
const timeline = new Timeline(byId("timeline"));
const change = store.update.bind(store);
/** Every change of a filter goes back to the list's first page. @type {typeof change} */
const narrow = (changes, how) => change({ page: "1", ...changes }, how);

/** @type {ClaimMap | null} */
let map = null;
/** Without WebGL there is no map, and the list takes its place. */
let mapFailed = false;
let attribution = "";
/** @type {PlaceSearch | null} */
let search = null;
/** Which rows the list holds, and what the panel shows, in which language. */
let drawnList = "";
let drawnPanel = "";
let openedPlace = "";
/** Name of a place that was searched for, which no claim need know. */
let searchedName = "";
/** @type {HTMLElement | null} where focus goes back to when the panel closes */
let opener = null;
let loads = 0;
/** Why the claims could not be loaded; "" while nothing failed. */
let failure = "";

const onMap = () => store.state.view === "map" && !mapFailed;

/** Fetch what the state asks for and draw each part as it comes. */
async function load() {
  loads += 1;
  failure = "";
  const { state } = store;
  const first = !claims.summary.key;
  showProgress(t("loading"));
  const parts = [
    claims.getSummary(state).then((fresh) => { if (fresh && first && !store.state.map && !store.state.place) fitMap(); }),
    claims.getDays(state),
    ...(onMap() ? [claims.getShapes(state)] : []),
    ...(onMap() ? [] : [claims.getRows(state)]),
    ...(state.place ? [claims.getPlace(state)] : []),
  ];
  const done = await Promise.allSettled(parts.map((part) => part.then(draw)));
  loads -= 1;
  const failed = done.find(({ status }) => status === "rejected");
  if (loads === 0) showProgress("");
  if (failed) {
    const { reason } = /** @type {PromiseRejectedResult} */ (failed);
    failure = reason instanceof Error ? reason.message : String(reason);
  }
  drawMessage();
}

/** Show the state on what is loaded. */
function draw() {
  const { state } = store;
  const summary = claims.summary.value;
  document.body.dataset.view = state.view;
  document.body.classList.toggle("embed", state.embed === "1");
  /** @type {HTMLAnchorElement} */ (byId("whole")).href = wholePage(state);
  if (summary) drawCounts(byId("counts"), summary);
  drawViews(byId("views"), { view: state.view, unlocated: summary?.unlocated ?? 0,
    onView: (view) => change({ view, page: "1", place: view === "unlocated" ? "" : state.place }) });
  drawFilters(/** @type {HTMLFormElement} */ (byId("filters")), { state, outlets: claims.outlets, claimants: claims.claimants,
    onChange: narrow, onDone: () => toggleFilters(false) });
  timeline.show({ state, days: claims.days.value ?? [], undated: summary?.undated ?? 0, onChange: narrow });
  updateShare(state);
  const toggle = byId("filters-toggle");
  toggle.textContent = activeFilters(state) ? t("filters_open_active", { number: activeFilters(state) }) : t("filters_open");
  // Out of sight but with its size, so that it can be fitted to claims meanwhile.
  byId("map").classList.toggle("aside", !onMap());
  byId("legend").hidden = !onMap();
  drawMap();
  drawList();
  drawPlace();
  drawMessage();
}

/** @returns {string} template of the tiles of the state's claims */
const tileAddress = () => address(`${new URL("tiles/settlements/", document.baseURI).href}{z}/{x}/{y}`, filterQuery(store.state));

function drawMap() {
  if (!map) return;
  const { map: canvas, ready } = map;
  ready.then(() => showWater(canvas, store.state.to));
  map.showTiles(tileAddress()); // without waiting for the sums
  if (claims.summary.value) map.showOblasts(claims.summary.value.oblasts);
  if (claims.shapes.value) map.showShapes(claims.shapes.value);
}

function drawList() {
  const { state } = store;
  const list = byId("list");
  list.hidden = onMap();
  const rows = claims.rows.value;
  const summary = claims.summary.value;
  const current = claims.rows.key === rowsKey(state) && claims.summary.key === filterKey(state);
  // Drawn anew only for other rows, so that the reader's place in it is kept.
  const key = claims.rows.key + document.documentElement.lang;
  if (list.hidden || !rows || !summary || !current || key === drawnList) return;
  drawnList = key;
  const located = state.view !== "unlocated";
  drawTable(list, {
    rows, located, sort: state.sort, page: Number(state.page), total: located ? summary.located : summary.unlocated,
    empty: t(!summary.matched ? "none_found" : located ? "none_located" : "none_unlocated"),
    onSort: (sort) => change({ sort, page: "1" }, { replace: true }),
    onPage: (page) => { change({ page: String(page) }); list.scrollTop = 0; },
    onPlace: openPlace,
  });
}

function drawPlace() {
  const { state } = store;
  const panel = byId("panel");
  panel.hidden = !state.place;
  if (!state.place) {
    if (openedPlace) map?.select("");
    openedPlace = drawnPanel = "";
    document.title = "claimatlas";
    return;
  }
  if (openedPlace !== state.place) {
    openedPlace = state.place;
    drawnPanel = "";
    drawPanelMessage(panel, t("loading"), closePlace);
    panel.focus({ preventScroll: true });
  }
  const data = claims.place.value;
  const key = placeKey(state) + document.documentElement.lang;
  if (!data || claims.place.key !== placeKey(state) || key === drawnPanel) return;
  const { place, features } = data;
  const fresh = !drawnPanel;
  drawnPanel = key;
  const name = place ? placeName(place) : features[0]?.properties.place_name ?? (searchedName || state.place);
  const point = place?.point ?? features[0]?.geometry?.coordinates ?? null;
  drawPanel(panel, { ...data, name, time: state.time }, closePlace);
  document.title = `${name} · claimatlas`;
  map?.select(state.place, point, place?.radius_m ?? features[0]?.properties.radius_m ?? 0);
  if (fresh && point) map?.reveal(point, coveredBy(panel));
}

/** @param {HTMLElement} panel @returns {number} pixels of the map's right that it lies upon, as it does on middling screens */
function coveredBy(panel) {
  const [over, under] = [panel.getBoundingClientRect(), byId("map").getBoundingClientRect()];
  return over.top < under.bottom ? Math.max(0, under.right - over.left) : 0;
}

/** @param {{animate?: boolean}} [how] */
function fitMap({ animate = false } = {}) {
  const box = claims.summary.value?.bbox;
  if (!map || !box) return;
  const legend = byId("legend").getBoundingClientRect();
  const wide = byId("map").clientWidth > 3 * legend.width;
  const [west, south, east, north] = box;
  map.fit([[west, south], [east, north]], { left: wide ? legend.width : 0, bottom: wide ? 0 : legend.height, animate });
}

function drawMessage() {
  const { view } = store.state;
  const summary = claims.summary.value;
  const clear = activeFilters(store.state) ? { label: t("try_clearing"), run: () => change(withoutFilters()) } : undefined;
  if (failure) showMessage(t("failed", { reason: failure }), { label: t("retry"), run: load });
  else if (mapFailed && view === "map") showMessage(t("no_webgl"));
  else if (view === "map" && summary && !summary.located) showMessage(t(summary.matched ? "none_located" : "none_found"), clear);
  else showMessage("");
}

/** @param {string} place */
function openPlace(place) {
  opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
  change({ place });
}

function closePlace() {
  change({ place: "" });
  const target = opener?.isConnected ? opener : byId(onMap() ? "map" : "list");
  (target.querySelector("canvas") ?? target).focus({ preventScroll: true });
}

/** @param {boolean} open */
function toggleFilters(open) {
  document.body.classList.toggle("filters-open", open);
  byId("filters-toggle").setAttribute("aria-expanded", String(open));
  (open ? byId("q") : byId("filters-toggle")).focus();
}

/** Words in the page's language, everywhere. */
function applyLanguage() {
  const lang = setLanguage(store.state.lang);
  translatePage();
  search?.translate();
  drawLegend(byId("legend"), () => {
    change({ map: "" }, { replace: true, silent: true });
    fitMap({ animate: true });
  });
  drawLanguages(byId("language"), lang, (wanted) => change({ lang: wanted }));
  buildShare(byId("share"), async () => {
    if (!map) throw new Error(t("no_webgl"));
    const drawn = await map.picture();
    const summary = claims.summary.value;
    return picture({ map: drawn, ratio: map.map.getPixelRatio(), state: store.state, counts: summary ? countsInWords(summary) : "",
      attribution: `${t("attribution")} ${attribution}`, address: location.href });
  });
  map?.setLanguage(lang, { canvas: t("map_label"), ".maplibregl-ctrl-zoom-in": t("zoom_in"), ".maplibregl-ctrl-zoom-out": t("zoom_out"),
    ".maplibregl-ctrl-attrib-button": t("map_sources") });
  return lang;
}

/** @param {string} lang */
async function startMap(lang) {
  try {
    const [{ ClaimMap }, basemap] = await Promise.all([import("./map.js"), chooseBasemap(lang)]);
    attribution = basemap.attribution;
    map = new ClaimMap(byId("map"), {
      style: basemap.style,
      attribution,
      address: tileAddress(),
      position: store.state.map,
      locale: { "NavigationControl.ZoomIn": t("zoom_in"), "NavigationControl.ZoomOut": t("zoom_out"), "Map.Title": t("map_label"),
        "AttributionControl.ToggleAttribution": t("map_sources"), "ScaleControl.Meters": t("unit_m"), "ScaleControl.Kilometers": t("unit_km") },
      onSelect: ({ place }) => openPlace(place ?? ""),
      onMove: (position) => change({ map: position }, { replace: true, silent: true }),
      describe: describeHit,
    });
    // For the browser's console, and for tests that ask what is drawn.
    Object.assign(globalThis, { claimatlas: { map: map.map } });
  } catch (error) {
    console.warn("no map:", error);
    mapFailed = true;
    byId("map").replaceChildren();
  }
}

/** Keys and clicks that belong to no part. */
function listen() {
  byId("filters-toggle").addEventListener("click", () => toggleFilters(!document.body.classList.contains("filters-open")));
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    if (store.state.view === "map") change({ view: "list" });
    byId("list").focus();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const share = /** @type {HTMLDetailsElement} */ (byId("share"));
    if (share.open) {
      share.open = false;
      share.querySelector("summary")?.focus();
    } else if (document.body.classList.contains("filters-open")) toggleFilters(false);
    else if (store.state.place) closePlace();
  });
  addEventListener("pointerdown", (event) => {
    const share = /** @type {HTMLDetailsElement} */ (byId("share"));
    if (!share.contains(/** @type {Node} */ (event.target))) share.open = false;
  });
}

async function start() {
  store.state.sort = knownSort(store.state.sort);
  let lang = applyLanguage();
  search = new PlaceSearch(byId("place-box"), ({ place }) => {
    searchedName = place.name;
    if (place.geometry) change({ map: `8.50/${place.geometry.coordinates[1].toFixed(4)}/${place.geometry.coordinates[0].toFixed(4)}` }, { silent: true });
    if (place.geometry) map?.go(store.state.map);
    change({ place: place.id, view: store.state.view === "unlocated" ? "map" : store.state.view }, { replace: true });
  });
  listen();
  store.addEventListener("change", () => {
    if (store.state.lang && store.state.lang !== lang) lang = applyLanguage();
    if (store.state.map) map?.go(store.state.map);
    draw();
    load();
  });
  loads += 1; // until there is a map, the page is not done
  const ready = startMap(lang);
  claims.getSources().then(draw, (error) => console.warn("no sources:", error));
  draw();
  const loaded = load();
  await ready;
  drawnPanel = ""; // the map has not shown its place yet
  loads -= 1;
  draw();
  if (mapFailed) load();
  else if (!store.state.map && !store.state.place) loaded.then(() => fitMap());
  loaded.then(() => loads || showProgress(""));
}

start();
