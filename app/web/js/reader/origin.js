// The reports that go back to one item: who carries it and when, and what differs between the tellings.

import { byId, element, fill, webAddress } from "../dom.js";
import { date, number, t } from "../i18n.js";
import { drawLanguages, translateFrame } from "./language.js";
import { drawDifferences } from "./origin-drift.js";
import { nameOf, reportAddress } from "./origin-names.js";
import { fetchJson } from "./report.js";
import { languageTag } from "./text-view.js";

/**
 * @typedef {{publisher: string | null, url: string | null, title: string | null, published: string | null}} Copy
 * @typedef {Copy & {id: number, language: string | null, similarity: number | null, like_document_id: number | null, copies: Copy[]}} Telling
 * @typedef {{claim_id: number, document_id: number, claim_type: string, modality: string, place_name: string | null, quote: string, document_count: number | null, origin_count: number | null}} OriginClaim
 * @typedef {{document_count: number, documents: Telling[], claims: OriginClaim[], drift: import("./origin-drift.js").Retelling[]}} Origin
 */

/** Claims that are listed; the report has them all. */
const MOST_CLAIMS = 100;
/** The report from which somebody came: /documents/{id}/origin. */
const here = Number(/\/(\d+)\/origin$/.exec(location.pathname)?.[1]);
/** @type {Origin | null} */
let origin = null;

/** @param {Origin} found */
function headline({ document_count: count }) {
  return count > 1 ? `${t("reports", { count })} · ${t("origins", { count: 1 })}` : t("origin_one");
}

/** @param {Origin} found */
function draw(found) {
  const { documents, claims, drift } = found;
  document.title = `${headline(found)} · claimatlas`;
  fill(byId("origin"),
    element("p", { class: "up" }, element("a", { href: reportAddress(here) }, t("origin_back"))),
    element("h1", {}, headline(found)),
    element("p", { class: "panel-note" }, t(found.document_count > 1 ? "origin_note" : "origin_note_one")),
    element("dl", { class: "source" }, ...summary(found).map(([name, value]) =>
      element("div", {}, element("dt", {}, name), element("dd", { dir: "auto" }, value)))),
    element("h2", {}, t("origin_carriers")),
    element("ol", { class: "tellings" }, ...documents.map((telling, index) => tellingItem(documents, telling, index))),
    ...drawDifferences(documents, drift),
    ...drawClaims(claims));
}

/** @param {Origin} found @returns {[string, string][]} */
function summary({ document_count: count, documents }) {
  const all = documents.flatMap((telling) => [telling, ...telling.copies]);
  const outlets = [...new Set(all.map(({ publisher }) => publisher).filter(Boolean))];
  const days = all.flatMap(({ published }) => published ?? []).sort();
  return /** @type {[string, string][]} */ ([
    [t("origin_reports"), number(count)],
    [t("origin_outlets"), outlets.join(", ") || t("not_named")],
    [t("origin_first"), days.length ? date(days[0]) : t("date_unknown")],
    days.length > 1 && days[0] !== days[days.length - 1] ? [t("origin_last"), date(days[days.length - 1])] : null,
  ].filter(Boolean));
}

/** @param {Telling[]} all @param {Telling} telling @param {number} index */
function tellingItem(all, telling, index) {
  const like = all.findIndex(({ id }) => id === telling.like_document_id);
  const marks = [telling.id === here && t("origin_this"), index === 0 && all.length > 1 && t("origin_earliest")].filter(Boolean);
  return element("li", { "aria-current": telling.id === here && "true", dataset: { document: telling.id } },
    element("p", {}, all.length > 1 && element("span", { class: "number" }, index + 1), " ", element("span", { class: "when" }, date(telling.published) || t("date_unknown")), " · ",
      element("strong", { dir: "auto" }, telling.publisher ?? t("not_named")), " ",
      element("span", { class: "marks" }, ...marks.map((mark) => element("span", { class: "tag" }, mark)))),
    element("p", { class: "title", lang: languageTag(telling.language), dir: "auto" }, telling.title ?? t("reader_untitled")),
    like >= 0 && telling.similarity !== null && element("p", { class: "soft" }, t("origin_alike", {
      share: new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(telling.similarity), name: nameOf(all, like) })),
    element("p", { class: "ways" }, element("a", { href: reportAddress(telling.id) }, t("read_report")), outside(telling.url)),
    telling.copies.length > 1 && element("p", { class: "soft" }, t("origin_copies")),
    telling.copies.length > 1 && element("ul", {}, ...telling.copies.map((copy) => element("li", {},
      `${date(copy.published) || t("date_unknown")} · `, element("span", { dir: "auto" }, copy.publisher ?? t("not_named")), " ", outside(copy.url)))));
}

/** @param {string | null} url */
function outside(url) {
  const href = webAddress(url);
  return href && element("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, t("reader_elsewhere"),
    element("span", { class: "unseen" }, ` ${t("opens_new_tab")}`));
}

/** @param {OriginClaim[]} claims */
function drawClaims(claims) {
  if (!claims.length) return [element("h2", {}, t("origin_claims")), element("p", {}, t("reader_none"))];
  return [element("h2", {}, t("origin_claims")), element("p", { class: "soft" }, t("origin_claims_note")),
    element("ul", { class: "same-matter" }, ...claims.slice(0, MOST_CLAIMS).map((claim) => element("li", {},
      element("p", { class: "tags" }, element("span", { class: "tag" }, t(`type.${claim.claim_type}`)),
        element("span", { class: "tag tag-modality" }, t(`modality.${claim.modality}`)), claim.place_name && element("span", { dir: "auto" }, claim.place_name)),
      element("blockquote", { dir: "auto" }, claim.quote),
      element("p", { class: "told-by" }, claim.document_count && `${[t("reports", { count: claim.document_count }), t("origins", { count: claim.origin_count ?? 1 })].join(" · ")} · `,
        element("a", { href: reportAddress(claim.document_id, `#claim-${claim.claim_id}`) }, t("origin_in_text")))))),
    claims.length > MOST_CLAIMS && element("p", {}, t("not_all", { shown: MOST_CLAIMS, matched: claims.length }))];
}

/** @param {string} text */
function fail(text) {
  fill(byId("origin"), element("h1", {}, text));
  document.title = `${text} · claimatlas`;
}

async function start() {
  drawLanguages(() => {
    translateFrame();
    if (origin) draw(origin);
  });
  translateFrame();
  if (document.querySelector('meta[name="report"]')?.getAttribute("content") !== "found") return fail(t("reader_missing"));
  try {
    origin = await fetchJson(`${location.pathname}?f=json`);
  } catch (error) {
    return fail(t("reader_failed", { reason: error instanceof Error ? error.message : String(error) }));
  }
  draw(/** @type {Origin} */ (origin));
}

start().finally(() => {
  byId("message").hidden = true;
  byId("main").removeAttribute("aria-busy");
});
