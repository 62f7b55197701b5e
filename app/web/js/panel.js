// The panel: every claim about one place with its exact sentence and who stands behind it.

import { element, fill, webAddress } from "./dom.js";
import { date, dateRange, distance, t } from "./i18n.js";
import { SIDES, sideIcon, sideOf } from "./sides.js";

/** @typedef {import("./places.js").Site} Site */
/** @typedef {import("./places.js").Claim} Claim */
/** @typedef {import("./api.js").ClaimProperties} ClaimProperties */

/**
 * @param {HTMLElement} panel
 * @param {object} view
 * @param {Site | undefined} view.site undefined: the place of the address has no claim here
 * @param {Map<number, Claim>} view.claims all claims by id, for the other places one names
 * @param {() => void} view.onClose
 */
export function drawPanel(panel, { site, claims, onClose }) {
  const close = element("button", { type: "button", class: "close", id: "panel-close", "aria-label": t("close"),
    on: { click: onClose } }, "×");
  if (!site) {
    fill(panel, element("header", {}, close), element("p", { class: "panel-note" }, t("no_claims_here")));
    return;
  }
  const latest = [...site.claims].sort((one, other) => eventDay(other).localeCompare(eventDay(one)));
  fill(panel,
    element("header", {},
      element("div", {},
        element("h2", { id: "panel-title" }, site.name),
        element("p", { class: "panel-where" }, whereabouts(site))),
      close),
    element("p", { class: "panel-sides" }, ...SIDES.filter((side) => site.counts[side]).map((side) =>
      element("span", {}, sideIcon(side), ` ${t(`side.${side}`)}: ${site.counts[side]}`))),
    element("p", { class: "panel-note" }, t("note_long")),
    ...latest.map((claim) => card(claim, claims.get(claim.id) ?? claim, site)));
  panel.scrollTop = 0;
}

/** @param {Claim} claim */
const eventDay = ({ properties: p }) => p.event_start ?? p.event_end ?? p.published ?? "";

/** @param {Site} site */
function whereabouts(site) {
  const { oblast, katottg } = site.features[0].properties;
  const name = /^UA\d+$/.test(oblast ?? "") ? null : oblast; // a code says no more than KATOTTG's does
  return [name, katottg].filter(Boolean).join(" · ");
}

/**
 * @param {Claim} claim with its features at this place
 * @param {Claim} whole with its features at every place
 * @param {Site} site
 */
function card(claim, whole, site) {
  const p = claim.properties;
  const side = sideOf(p.source_side);
  const others = whole.features.filter((feature) => !site.features.includes(feature))
    .map(({ properties }) => properties.place_name ?? properties.place_as_written);
  return element("article", { class: "card", dataset: { side, claim: claim.id } },
    element("h3", {}, sideIcon(side), t(`side.${side}`)),
    element("p", { class: "tags" },
      element("span", { class: "tag" }, t(`type.${p.claim_type}`)),
      element("span", { class: "tag tag-modality" }, t(`modality.${p.modality}`))),
    element("blockquote", { dir: "auto" }, p.quote),
    facts([
      [t("claimed_by"), p.claimant ?? t("not_named")],
      [t("outlet"), p.outlet],
      [t("publisher"), p.publisher],
      [t("event"), dateRange(p.event_start, p.event_end, p.date_precision)],
      [t("statement"), date(p.statement_date)],
      [t("published"), date(p.published)],
      [t("written"), p.place_as_written],
      [t("precision"), location(p)],
      [t("also"), [...new Set(others)].filter(Boolean).join(", ")],
      [t("sources"), reports(p)],
    ]),
    reportLink(p.document_url));
}

/** @param {[string, string | null][]} rows those without a value are left out */
const facts = (rows) => element("dl", {}, ...rows.filter(([, value]) => value).map(([name, value]) =>
  element("div", {}, element("dt", {}, name), element("dd", { dir: "auto" }, value))));

/** @param {ClaimProperties} p */
export function location(p) {
  const precision = t(`precision.${p.location_precision}`);
  return p.radius_m ? t("within", { precision, distance: distance(p.radius_m) }) : precision;
}

/** @param {ClaimProperties} p */
function reports(p) {
  if (!p.document_count) return null;
  return [t("reports", { count: p.document_count }), t("origins", { count: p.origin_count ?? 1 })].join(" · ");
}

/** @param {string | null} url */
export function reportLink(url) {
  const href = webAddress(url);
  return href && element("a", { class: "report", href, target: "_blank", rel: "noopener noreferrer nofollow" },
    t("open_report"), element("span", { class: "unseen" }, ` ${t("opens_new_tab")}`));
}
