// The panel: what is claimed about one place, day by day, each side in a column of its own.

import { MOST_IN_PANEL } from "./api.js";
import { element, fill } from "./dom.js";
import { facts, reportLinks, sourceFacts, tags } from "./facts.js";
import { date, number, t } from "./i18n.js";
import { drawPairs } from "./pairs.js";
import { drawNames } from "./place-names.js";
import { SIDES, sideIcon, sideOf } from "./sides.js";
import { whyThisPlace } from "./why.js";

/** @typedef {import("./api.js").ClaimFeature} ClaimFeature */
/** @typedef {import("./api.js").Place} Place */
/** @typedef {import("./sides.js").Side} Side */
/** @typedef {import("./state-in-url.js").State} State */

/**
 * @typedef {object} PlaceView
 * @property {Place | null} place null: known by its name alone
 * @property {string} name
 * @property {ClaimFeature[]} features
 * @property {number} matched how many there are, also those not fetched
 * @property {import("./api.js").Pair[]} pairs
 * @property {State["time"]} time by which time days are told
 */

/** The columns; those who are on neither side share one. @type {{key: string, sides: Side[]}[]} */
const COLUMNS = [{ key: "UA", sides: ["UA"] }, { key: "RU", sides: ["RU"] }, { key: "other", sides: ["other", "unknown"] }];

/**
 * @param {() => void} onClose
 */
const closeButton = (onClose) => element("button", { type: "button", class: "close", id: "panel-close",
  "aria-label": t("close"), on: { click: onClose } }, "×");

/**
 * @param {HTMLElement} panel
 * @param {string} text while claims come, or why they do not
 * @param {() => void} onClose
 * @param {HTMLElement | null} [action]
 */
export function drawPanelMessage(panel, text, onClose, action = null) {
  fill(panel, element("header", {}, closeButton(onClose)), element("p", { class: "panel-message", role: "status" }, text), action);
}

/**
 * @param {HTMLElement} panel
 * @param {PlaceView} view
 * @param {() => void} onClose
 */
export function drawPanel(panel, view, onClose) {
  const { features, matched, pairs, place } = view;
  fill(panel,
    element("header", {},
      element("div", {},
        element("h2", { id: "panel-title", dir: "auto" }, view.name),
        element("p", { class: "panel-where" }, ...(place ? whereabouts(place) : []))),
      closeButton(onClose)),
    element("p", { class: "panel-sides" }, ...sums(features)),
    place && drawNames(place.names),
    element("p", { class: "panel-note" }, t("note_long")),
    drawPairs(pairs),
    features.length ? days(view) : element("p", { class: "panel-message" }, t("no_claims_here")),
    matched > features.length && element("p", { class: "panel-message" },
      t("not_all", { shown: Math.min(features.length, MOST_IN_PANEL), matched })));
  panel.scrollTop = 0;
}

/** @param {Place} place */
function whereabouts({ oblast, katottg, kind, name, name_uk: native }) {
  const other = document.documentElement.lang === "en" ? native : name;
  const words = [t(`kind.${kind}`), oblast && t(`oblast.${oblast}`), katottg].filter(Boolean).join(" · ");
  return [other && element("span", { dir: "auto" }, other), other ? ` · ${words}` : words];
}

/**
 * The place's name in the page's language, as far as it is known.
 * @param {Place} place
 */
export function placeName({ name, name_uk: native, names }) {
  const lang = document.documentElement.lang;
  if (lang === "uk") return native ?? name;
  const russian = lang === "ru" ? names.find(({ language, kind }) => language === "ru" && kind === "official")
    ?? names.find(({ language, kind }) => language === "ru" && kind === "alternate") : null;
  return russian?.text ?? name;
}

/** @param {ClaimFeature[]} features */
function sums(features) {
  const count = (/** @type {Side} */ side) => features.filter(({ properties }) => sideOf(properties.source_side) === side).length;
  return SIDES.filter(count).map((side) =>
    element("span", {}, sideIcon(side), ` ${t(`side.${side}`)}: `, element("strong", {}, number(count(side)))));
}

/** By which day a claim is told. @type {Record<State["time"], (p: import("./api.js").ClaimProperties) => string>} */
const DAY = {
  event: (p) => p.event_end ?? p.event_start ?? "",
  statement: (p) => p.statement_date ?? "",
  publication: (p) => p.published ?? "",
};

/** @param {PlaceView} view */
function days({ features, time }) {
  const present = COLUMNS.filter(({ sides }) => features.some(({ properties }) => sides.includes(sideOf(properties.source_side))));
  /** @type {Map<string, ClaimFeature[]>} */
  const byDay = new Map();
  for (const feature of features) {
    const day = DAY[time](feature.properties);
    byDay.set(day, [...(byDay.get(day) ?? []), feature]);
  }
  const latest = [...byDay].sort(([one], [other]) => other.localeCompare(one));
  return element("section", { class: "days", "aria-label": t("claims_by_day"), dataset: { columns: present.length } },
    element("div", { class: "columns column-heads", "aria-hidden": "true" }, ...present.map(({ key }) =>
      element("div", {}, sideIcon(/** @type {Side} */ (key)), t(`side_short.${key}`)))),
    ...latest.map(([day, members]) => element("section", { class: "day" },
      element("h3", {}, day ? date(day) : t("date_unknown")),
      element("div", { class: "columns" }, ...present.map(({ key, sides }) => element("div", { class: "column", dataset: { column: key } },
        ...members.filter(({ properties }) => sides.includes(sideOf(properties.source_side))).map(card)))))));
}

/** @param {ClaimFeature} feature */
function card(feature) {
  const p = feature.properties;
  const side = sideOf(p.source_side);
  return element("article", { class: "card", dataset: { side, claim: p.claim_id } },
    element("h4", {}, sideIcon(side), t(`side.${side}`)),
    tags(p),
    element("blockquote", { dir: "auto" }, p.quote),
    facts(sourceFacts(p)),
    whyThisPlace(feature),
    reportLinks(p));
}
