// The list: the same claims as the map, one row for each claim and place, sorted and paged by the server.

import { element, fill } from "./dom.js";
import { reportLinks } from "./facts.js";
import { date, dateRange, number, t } from "./i18n.js";
import { sideIcon, sideOf } from "./sides.js";

/** @typedef {import("./api.js").ClaimFeature} ClaimFeature */

export const ROWS = 50;

/** Columns by the name that sorts them, and the key of their words. @type {readonly [string, string][]} */
const COLUMNS = [["event", "event_short"], ["place", "place"], ["type", "type"], ["side", "side"], ["quote", "sentence"],
  ["claimant", "claimant"], ["outlet", "outlet"], ["published", "published_short"]];

/** @param {string} sort @returns {string} one the server knows */
export const knownSort = (sort) => (COLUMNS.some(([key]) => key === sort.replace(/^-/, "")) ? sort : "-event");

/**
 * @typedef {object} TableView
 * @property {ClaimFeature[]} rows of this page
 * @property {boolean} located which of the two lists this is
 * @property {string} sort
 * @property {number} page from 1
 * @property {number} total rows on all pages
 * @property {string} empty words for an empty list
 * @property {(sort: string) => void} onSort
 * @property {(page: number) => void} onPage
 * @property {(place: string) => void} onPlace
 */

/**
 * @param {HTMLElement} container
 * @param {TableView} view
 */
export function drawTable(container, view) {
  const { rows, located, empty } = view;
  const focused = document.activeElement?.id ?? "";
  if (!rows.length) {
    fill(container, element("p", { class: "empty" }, empty));
    return;
  }
  fill(container,
    !located && element("p", { class: "list-intro" }, t("unlocated_intro")),
    sortSelect(view),
    element("table", {},
      element("caption", { class: "unseen" }, t(located ? "list_caption" : "unlocated_caption")),
      element("thead", {}, element("tr", {}, ...COLUMNS.map(([key, label]) => heading(key, label, view)))),
      element("tbody", {}, ...rows.map((feature) => row(feature, view)))),
    pager(view));
  if (/^(sort|page)-/.test(focused)) document.getElementById(focused)?.focus({ preventScroll: true });
}

/**
 * The order by choice, where rows are cards and have no headings.
 * @param {TableView} view
 */
function sortSelect({ sort, onSort }) {
  const option = (/** @type {string} */ value, /** @type {string} */ label) =>
    element("option", { value, selected: value === sort }, label);
  return element("label", { class: "sort-select" }, t("sort_by"), " ",
    element("select", { id: "sort-select", on: { change: (/** @type {Event} */ event) =>
      onSort(/** @type {HTMLSelectElement} */ (event.target).value) } },
    ...COLUMNS.flatMap(([key, label]) => [option(key, `${t(label)} ▴`), option(`-${key}`, `${t(label)} ▾`)])));
}

/**
 * @param {string} key
 * @param {string} label
 * @param {TableView} view
 */
function heading(key, label, { sort, onSort }) {
  const current = sort.replace(/^-/, "") === key;
  const descending = current && sort.startsWith("-");
  const direction = current ? (descending ? "descending" : "ascending") : null;
  return element("th", { scope: "col", "aria-sort": direction, class: `cell-${key}` },
    element("button", { type: "button", id: `sort-${key}`,
      on: { click: () => onSort(current && !descending ? `-${key}` : key) } },
    t(label), element("span", { class: "arrow", "aria-hidden": "true" }, current ? (descending ? "▾" : "▴") : "")));
}

/**
 * @param {ClaimFeature} feature
 * @param {TableView} view
 */
function row(feature, { onPlace }) {
  const p = feature.properties;
  const side = sideOf(p.source_side);
  const words = new Map(COLUMNS);
  const cell = (/** @type {string} */ key, /** @type {any[]} */ ...children) =>
    element("td", { class: `cell-${key}`, dataset: { label: t(words.get(key) ?? key) }, dir: "auto" }, ...children);
  return element("tr", { dataset: { claim: p.claim_id, feature: feature.id } },
    cell("event", dateRange(p.event_start, p.event_end, p.date_precision)),
    cell("place", feature.geometry ? placeButton(p, onPlace) : unplaced(p)),
    cell("type", t(`type.${p.claim_type}`), element("span", { class: "cell-modality" }, t(`modality.${p.modality}`))),
    cell("side", element("span", { class: "with-icon", title: t(`side.${side}`) }, sideIcon(side, 15),
      element("span", { class: "side-word" }, t(`side.${side}`)))),
    cell("quote", element("q", {}, p.quote), reportLinks(p)),
    cell("claimant", p.claimant ?? t("not_named")),
    cell("outlet", p.outlet ?? ""),
    cell("published", date(p.published)));
}

/**
 * @param {import("./api.js").ClaimProperties} p
 * @param {(place: string) => void} onPlace
 */
const placeButton = (p, onPlace) => element("button", { type: "button", class: "link", disabled: !p.place_id,
  on: { click: () => onPlace(p.place_id ?? "") } }, p.place_name ?? p.place_as_written);

/** @param {import("./api.js").ClaimProperties} p */
function unplaced(p) {
  const reason = t(`status.${p.place_status}`);
  return element("span", {}, p.place_as_written ? `${p.place_as_written} (${reason})` : reason);
}

/** @param {TableView} view */
function pager({ page, total, rows, onPage }) {
  const first = (page - 1) * ROWS;
  const last = Math.max(1, Math.ceil(total / ROWS));
  const button = (/** @type {string} */ id, /** @type {string} */ label, /** @type {number} */ to, /** @type {boolean} */ possible) =>
    element("button", { type: "button", class: "quiet", id: `page-${id}`, disabled: !possible, on: { click: () => onPage(to) } }, label);
  return element("nav", { class: "pager", "aria-label": t("pages"), hidden: last < 2 && page === 1 },
    button("first", t("first"), 1, page > 1), button("previous", t("previous"), page - 1, page > 1),
    element("span", {}, t("page_of", { first: number(first + 1), last: number(first + rows.length), total: number(total) })),
    button("next", t("next"), page + 1, page < last), button("last", t("last"), last, page < last));
}
