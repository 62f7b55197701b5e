// What stands beside a sentence: who says it, who carries it, and when.

import { element, webAddress } from "./dom.js";
import { date, dateRange, distance, number, t } from "./i18n.js";

/** @typedef {import("./api.js").ClaimProperties} ClaimProperties */

/** @param {[string, string | Node | null | undefined][]} rows those without a value are left out */
export const facts = (rows) => element("dl", {}, ...rows.filter(([, value]) => value).map(([name, value]) =>
  element("div", {}, element("dt", {}, name), element("dd", { dir: "auto" }, value))));

/** @param {ClaimProperties} p @returns {[string, string | null][]} */
export const sourceFacts = (p) => [
  [t("claimed_by"), p.claimant ?? t("not_named")],
  [t("outlet"), p.outlet],
  [t("publisher"), p.publisher],
  [t("event"), dateRange(p.event_start, p.event_end, p.date_precision)],
  [t("statement"), date(p.statement_date)],
  [t("published"), date(p.published)],
  [t("sources"), reports(p)],
];

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

/** @param {ClaimProperties} p */
export const tags = (p) => element("p", { class: "tags" },
  element("span", { class: "tag" }, t(`type.${p.claim_type}`)),
  element("span", { class: "tag tag-modality" }, t(`modality.${p.modality}`)));

/**
 * Links to the report: as stored here, with the sentence in its place, and where it was published.
 * @param {ClaimProperties} p
 */
export function reportLinks(p) {
  const href = webAddress(p.document_url);
  return element("p", { class: "report-links" },
    // The reader learns which view of the map to go back to; it cannot be framed by others, as a map can.
    element("a", { class: "read", href: `documents/${Number(p.document_id)}#claim-${Number(p.claim_id)}`,
      referrerpolicy: "same-origin", target: document.body.classList.contains("embed") && "_blank" }, t("read_report")),
    href && element("a", { class: "report", href, target: "_blank", rel: "noopener noreferrer nofollow" },
      t("open_report"), element("span", { class: "unseen" }, ` ${t("opens_new_tab")}`)));
}

/** @param {number} count */
export const counted = (count) => element("span", { class: "tick-count" }, number(count));
