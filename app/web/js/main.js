// Joins the parts: state -> claims -> map, list, panel. Nothing here draws.

import { fetchClaims, fetchOutlets } from "./api.js";
import { byId, fill } from "./dom.js";
import { activeFilters, drawFilters, withoutFilters } from "./filters.js";
import { drawCounts, drawLanguages, drawLegend, drawViews, showMessage, showProgress } from "./frame.js";
import { setLanguage, t, translatePage } from "./i18n.js";
import { drawPanel } from "./panel.js";
import { claimsOf, findSite, sitesOf } from "./places.js";
import { SIDES } from "./sides.js";
import { StateStore, filterKey } from "./state-in-url.js";
import { drawTable } from "./table.js";

/** @typedef {import("./places.js").Site} Site */
/** @typedef {import("./map.js").ClaimMap} ClaimMap */

const store = new StateStore();

/** What the last complete answer held. */
const shown = {
  key: "",
  undated: 0,
  /** @type {Site[]} */ sites: [],
  /** @type {Map<number, import("./places.js").Claim>} */ claims: new Map(),
  /** @type {import("./places.js").Claim[]} */ located: [],
  /** @type {import("./places.js").Claim[]} */ unlocated: [],
  features: 0,
  matched: 0,
};
/** @type {import("./api.js").Outlet[]} */
let outlets = [];
/** @type {ClaimMap | null} */
let map = null;
/** Without WebGL there is no map, and the list takes its place. */
let mapFailed = false;
/** @type {AbortController | null} */
let loading = null;
/** Which rows the list holds, in which order and language. */
let drawnList = "";
/** @type {HTMLElement | null} where focus goes back to when the panel closes */
let opener = null;

const change = store.update.bind(store);

/** Fetch what the filters ask for, unless it is what is shown. */
async function load() {
  const key = filterKey(store.state);
  if (key === shown.key) return;
  loading?.abort();
  const request = new AbortController();
  loading = request;
  showProgress(t("loading"));
  try {
    const { features, matched, undated } = await fetchClaims(store.state, {
      signal: request.signal,
      onProgress: (fetched, total) => showProgress(t("loading_more", { fetched, matched: total })),
    });
    const first = !shown.key;
    const claims = claimsOf(features);
    const located = claims.filter((claim) => claim.features.some(({ geometry }) => geometry));
    Object.assign(shown, {
      key, matched, undated, located, features: features.length,
      sites: sitesOf(features),
      claims: new Map(claims.map((claim) => [claim.id, claim])),
      unlocated: claims.filter((claim) => !located.includes(claim)),
    });
    showProgress("");
    map?.show(shown.sites);
    if (first && !store.state.map) fitMap();
    draw();
  } catch (error) {
    if (request.signal.aborted) return;
    showProgress("");
    showMessage(t("failed", { reason: error instanceof Error ? error.message : String(error) }),
      { label: t("retry"), run: load });
  }
}

/** Show the state on what is loaded. */
function draw() {
  const { state } = store;
  document.body.dataset.view = state.view;
  if (shown.key) drawCounts(byId("counts"), { claims: shown.claims.size, sites: shown.sites.length, unlocated: shown.unlocated.length });
  drawViews(byId("views"), { view: state.view, unlocated: shown.unlocated.length,
    onView: (view) => change({ view, place: view === "unlocated" ? "" : state.place }) });
  const onDone = () => toggleFilters(false);
  drawFilters(/** @type {HTMLFormElement} */ (byId("filters")),
    { state, outlets, undated: shown.undated, onChange: change, onDone });
  const toggle = byId("filters-toggle");
  toggle.textContent = activeFilters(state) ? t("filters_open_active", { number: activeFilters(state) }) : t("filters_open");
  const onMap = state.view === "map" && !mapFailed;
  // Out of sight but with its size, so that it can be fitted to claims meanwhile.
  byId("map").classList.toggle("aside", !onMap);
  byId("legend").hidden = !onMap;
  drawList();
  drawPlace();
  drawMessage();
}

function drawList() {
  const { state } = store;
  const list = byId("list");
  const located = state.view !== "unlocated";
  list.hidden = state.view === "map" && !mapFailed;
  // Drawn anew only for other rows, so that the reader's place in it is kept.
  const key = [shown.key, located, state.sort, document.documentElement.lang].join("|");
  if (list.hidden || key === drawnList) return;
  drawnList = key;
  drawTable(list, {
    claims: located ? shown.located : shown.unlocated,
    located,
    sort: state.sort,
    empty: t(!shown.claims.size ? "none_found" : located ? "none_located" : "none_unlocated"),
    onSort: (sort) => change({ sort }, { replace: true }),
    onPlace: (feature) => {
      const site = shown.sites.find(({ features }) => features.includes(feature));
      if (site) openPlace(site.key);
    },
  });
}

function drawPlace() {
  const { place } = store.state;
  const panel = byId("panel");
  const site = place ? findSite(shown.sites, place) : undefined;
  panel.hidden = !place;
  const opening = place && shown.key && panel.dataset.place !== place;
  if (shown.key) panel.dataset.place = place;
  document.title = site ? `${site.name} · claimatlas` : "claimatlas";
  map?.select(site?.key ?? "");
  if (!place) return;
  drawPanel(panel, { site, claims: shown.claims, onClose: closePlace });
  if (opening) {
    panel.focus({ preventScroll: true });
    if (site) map?.reveal(site);
  }
}

/** @param {{animate?: boolean}} [how] */
function fitMap({ animate = false } = {}) {
  const legend = byId("legend").getBoundingClientRect();
  const wide = byId("map").clientWidth > 3 * legend.width;
  map?.fit(shown.sites, { left: wide ? legend.width : 0, bottom: wide ? 0 : legend.height, animate });
}

function drawMessage() {
  const { view } = store.state;
  const clear = activeFilters(store.state) ? { label: t("try_clearing"), run: () => change(withoutFilters()) } : undefined;
  if (shown.features < shown.matched) {
    showMessage(t("not_all", { shown: shown.features, matched: shown.matched }));
  } else if (mapFailed && view === "map") {
    showMessage(t("no_webgl"));
  } else if (view === "map" && shown.key && !shown.sites.length) {
    showMessage(t(shown.claims.size ? "none_located" : "none_found"), clear);
  } else {
    showMessage("");
  }
}

/** @param {string} key */
function openPlace(key) {
  opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
  change({ place: key });
}

function closePlace() {
  change({ place: "" });
  const target = opener?.isConnected ? opener : byId(store.state.view === "map" && !mapFailed ? "map" : "list");
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
  drawLegend(byId("legend"), SIDES, () => {
    change({ map: "" }, { replace: true, silent: true });
    fitMap({ animate: true });
  });
  drawLanguages(byId("language"), lang, (wanted) => change({ lang: wanted }));
  map?.setLanguage(lang);
  return lang;
}

/** @param {Site} site */
const describe = (site) => [site.name, t("claims", { count: site.claims.length })].join(" · ");

/** @param {string} lang */
async function startMap(lang) {
  try {
    const { ClaimMap } = await import("./map.js");
    map = new ClaimMap(byId("map"), {
      lang,
      position: store.state.map,
      locale: { "NavigationControl.ZoomIn": t("zoom_in"), "NavigationControl.ZoomOut": t("zoom_out"), "Map.Title": t("map_label") },
      onSelect: openPlace,
      onMove: (position) => change({ map: position }, { replace: true, silent: true }),
      describe,
    });
    // For the browser's console, and for tests that ask what is drawn.
    Object.assign(globalThis, { claimatlas: { map: map.map } });
  } catch (error) {
    console.warn("no map:", error);
    mapFailed = true;
    byId("map").replaceChildren();
  }
}

async function start() {
  let lang = applyLanguage();
  byId("filters-toggle").addEventListener("click", () => toggleFilters(!document.body.classList.contains("filters-open")));
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    if (store.state.view === "map") change({ view: "list" });
    byId("list").focus();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (document.body.classList.contains("filters-open")) toggleFilters(false);
    else if (store.state.place) closePlace();
  });
  store.addEventListener("change", () => {
    if (store.state.lang && store.state.lang !== lang) lang = applyLanguage();
    if (store.state.map) map?.go(store.state.map);
    draw();
    load();
  });
  fill(byId("list"));
  const ready = startMap(lang);
  fetchOutlets().then((found) => { outlets = found; draw(); }, (error) => console.warn("no outlets:", error));
  await ready;
  draw();
  await load();
}

start();
