// What stands above the text: title, where the report comes from, what the marks mean.

import { element, fill, webAddress } from "../dom.js";
import { date, t } from "../i18n.js";
import { inLanguage } from "./language.js";
import { languageTag } from "./text-view.js";

/** @typedef {import("./report.js").Report} Report */

const STATUSES = ["resolved", "ambiguous", "unknown", "outside"];

/** @param {HTMLElement} box @param {Report} report */
export function drawHeading(box, report) {
  const href = webAddress(report.url);
  const names = (/** @type {string | null} */ tag) => (tag ? new Intl.DisplayNames(document.documentElement.lang, { type: "language" }).of(tag) : null);
  const facts = [
    [t("publisher"), report.publisher], [t("published"), date(report.published)],
    [t("reader_language"), names(languageTag(report.language))],
  ];
  const copies = report.copies.length > 1 ? t("reader_copies", { count: report.copies.length }) : null;
  fill(box,
    element("h1", { lang: languageTag(report.language) || null, dir: "auto" }, report.title ?? t("reader_untitled")),
    element("dl", { class: "source" }, ...facts.filter(([, value]) => value).map(([name, value]) =>
      element("div", {}, element("dt", {}, name), element("dd", { dir: "auto" }, value)))),
    element("p", { class: "source-links" },
      href && element("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, t("reader_elsewhere"),
        element("span", { class: "unseen" }, ` ${t("opens_new_tab")}`)),
      element("a", { href: inLanguage(`${report.id}/origin`) }, copies ?? t("reader_origin"))),
    element("p", { class: "panel-note" }, t("reader_note")));
}

/** @param {HTMLElement} box @param {Report} report */
export function drawLegend(box, report) {
  const count = (/** @type {string} */ status) => report.mentions.filter((one) => one.status === status).length;
  fill(box, element("ul", { class: "reader-legend", "aria-label": t("reader_legend") },
    element("li", {}, element("span", { class: "mark-said" }, t("reader_said"))),
    ...STATUSES.filter(count).map((status) => element("li", {},
      element("span", { class: `name-in-text found-${status}` }, t(`found.${status}`)), element("span", { class: "soft" }, ` ${count(status)}`)))));
}
