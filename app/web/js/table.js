// The list: the same claims as the map, one row each, sortable and in pages.

import { element, fill } from "./dom.js";
import { date, dateRange, number, t } from "./i18n.js";
import { reportLink } from "./panel.js";
import { sideIcon, sideOf } from "./sides.js";

/** @typedef {import("./places.js").Claim} Claim */
/** @typedef {import("./api.js").ClaimFeature} ClaimFeature */

const ROWS = 100;

/** @param {Claim} claim */
const placeNames = ({ features }) => features
  .map(({ properties: p }) => p.place_name ?? p.place_as_written ?? "").join(", ");

/**
 * Columns: the name in the address, the words, and what sorts them.
 * @type {{key: string, label: string, value: (claim: Claim) => string}[]}
 */
const COLUMNS = [
  { key: "event", label: "event_short", value: ({ properties: p }) => p.event_start ?? p.event_end ?? "" },
  { key: "place", label: "place", value: placeNames },
  { key: "type", label: "type", value: ({ properties: p }) => t(`type.${p.claim_type}`) },
  { key: "side", label: "side", value: ({ properties: p }) => sideOf(p.source_side) },
  { key: "quote", label: "sentence", value: ({ properties: p }) => p.quote },
  { key: "claimant", label: "claimant", value: ({ properties: p }) => p.claimant ?? "" },
  { key: "outlet", label: "outlet", value: ({ properties: p }) => p.outlet ?? "" },
  { key: "published", label: "published_short", value: ({ properties: p }) => p.published ?? "" },
];

/**
 * @param {Claim[]} claims
 * @param {string} sort column key, "-" before it for descending
 * @returns {Claim[]} ties by id, so that an order is always the same order
 */
export function sorted(claims, sort) {
  const descending = sort.startsWith("-");
  const column = COLUMNS.find(({ key }) => key === sort.replace(/^-/, "")) ?? COLUMNS[0];
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  return [...claims].sort((one, other) => {
    const order = collator.compare(column.value(one), column.value(other)) || one.id - other.id;
    return descending ? -order : order;
  });
}

/**
 * @param {HTMLElement} container
 * @param {object} view
 * @param {Claim[]} view.claims
 * @param {boolean} view.located which of the two lists this is
 * @param {string} view.sort
 * @param {string} view.empty words for an empty list
 * @param {(sort: string) => void} view.onSort
 * @param {(feature: ClaimFeature) => void} view.onPlace
 */
export function drawTable(container, view) {
  const { claims, located, sort, empty } = view;
  if (!claims.length) {
    fill(container, element("p", { class: "empty" }, empty));
    return;
  }
  const rows = sorted(claims, sort);
  const body = element("tbody");
  const pager = element("nav", { class: "pager", "aria-label": t("view_list") });
  const turn = (/** @type {number} */ first) => {
    fill(body, ...rows.slice(first, first + ROWS).map((claim) => row(claim, view)));
    drawPager(pager, { first, total: rows.length, onTurn: (to) => { turn(to); container.scrollTop = 0; } });
  };
  turn(0);
  const focused = document.activeElement?.id;
  fill(container,
    !located && element("p", { class: "list-intro" }, t("unlocated_intro")),
    element("table", {},
      element("caption", { class: "unseen" }, t(located ? "list_caption" : "unlocated_caption")),
      element("thead", {}, element("tr", {}, ...COLUMNS.map((column) => heading(column, view)))),
      body),
    pager);
  if (focused?.startsWith("sort-")) document.getElementById(focused)?.focus();
}

/**
 * @param {typeof COLUMNS[number]} column
 * @param {{sort: string, onSort: (sort: string) => void}} view
 */
function heading({ key, label }, { sort, onSort }) {
  const current = sort.replace(/^-/, "") === key;
  const descending = current && sort.startsWith("-");
  const direction = current ? (descending ? "descending" : "ascending") : null;
  return element("th", { scope: "col", "aria-sort": direction, class: `cell-${key}` },
    element("button", { type: "button", id: `sort-${key}`,
      on: { click: () => onSort(current && !descending ? `-${key}` : key) } },
    t(label), element("span", { class: "arrow", "aria-hidden": "true" }, current ? (descending ? "▾" : "▴") : "")));
}

/**
 * @param {Claim} claim
 * @param {{located: boolean, onPlace: (feature: ClaimFeature) => void}} view
 */
function row(claim, { located, onPlace }) {
  const p = claim.properties;
  const side = sideOf(p.source_side);
  const cell = (/** @type {string} */ key, /** @type {any[]} */ ...children) => {
    const label = COLUMNS.find((column) => column.key === key)?.label ?? key;
    return element("td", { class: `cell-${key}`, dataset: { label: t(label) }, dir: "auto" }, ...children);
  };
  return element("tr", { dataset: { claim: claim.id } },
    cell("event", dateRange(p.event_start, p.event_end, p.date_precision)),
    cell("place", ...claim.features.map((feature) =>
      (located && feature.geometry ? placeButton(feature, onPlace) : unplaced(feature)))),
    cell("type", t(`type.${p.claim_type}`), element("span", { class: "cell-modality" }, t(`modality.${p.modality}`))),
    cell("side", element("span", { class: "with-icon", title: t(`side.${side}`) }, sideIcon(side, 15),
      element("span", { class: "side-word" }, t(`side.${side}`)))),
    cell("quote", element("q", {}, p.quote), reportLink(p.document_url)),
    cell("claimant", p.claimant ?? t("not_named")),
    cell("outlet", p.outlet ?? ""),
    cell("published", date(p.published)));
}

/**
 * @param {ClaimFeature} feature
 * @param {(feature: ClaimFeature) => void} onPlace
 */
const placeButton = (feature, onPlace) => element("button", { type: "button", class: "link", on: { click: () => onPlace(feature) } },
  feature.properties.place_name ?? feature.properties.place_as_written);

/** @param {ClaimFeature} feature */
function unplaced({ properties: p }) {
  const reason = t(`status.${p.place_status}`);
  return element("span", {}, p.place_as_written ? `${p.place_as_written} (${reason})` : reason);
}

/**
 * @param {HTMLElement} pager
 * @param {{first: number, total: number, onTurn: (first: number) => void}} view
 */
function drawPager(pager, { first, total, onTurn }) {
  const last = Math.min(first + ROWS, total);
  const button = (/** @type {string} */ label, /** @type {number} */ to, /** @type {boolean} */ possible) =>
    element("button", { type: "button", class: "quiet", disabled: !possible, on: { click: () => onTurn(to) } }, label);
  pager.hidden = total <= ROWS;
  fill(pager, button(t("previous"), first - ROWS, first > 0),
    element("span", {}, t("page_of", { first: number(first + 1), last: number(last), total: number(total) })),
    button(t("next"), first + ROWS, last < total));
}
