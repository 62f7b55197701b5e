// A sentence to be quoted elsewhere: who published it and when, its words, and addresses that lead to it.

import { element, webAddress } from "../dom.js";
import { date, t } from "../i18n.js";
import { pointOf } from "./report.js";

/** @typedef {import("./report.js").Report} Report */
/** @typedef {import("./report.js").Span} Span */

/** @param {Report} report @param {Span} stretch @returns {string} "#sentence-12-80", in code points: as the API counts */
export const stretchHash = ({ text }, { start, end }) => `#sentence-${pointOf(text, start)}-${pointOf(text, end)}`;

/** @param {Report} report @param {Span} stretch */
function addressOf(report, stretch) {
  const url = new URL(location.href);
  url.search = "";
  url.hash = stretchHash(report, stretch);
  return url.href;
}

/**
 * @param {Report} report
 * @param {Span} stretch
 * @param {string | null} speaker to whom the sentence ascribes it
 */
function citation(report, stretch, speaker) {
  const words = report.text.slice(stretch.start, stretch.end).trim().replace(/\s+/g, " ");
  const published = webAddress(report.url);
  const here = addressOf(report, stretch);
  const source = [report.publisher, report.title && `“${report.title}”`, date(report.published)].filter(Boolean).join(", ");
  const quoted = element("q", {}, words);
  return {
    text: [`${source}: “${words}”`, speaker && t("cite_speaker", { name: speaker }), published, t("cite_stored", { address: here })].filter(Boolean).join("\n"),
    body: element("p", { class: "citation", dir: "auto" }, `${source}: `, quoted, speaker && ` ${t("cite_speaker", { name: speaker })}`,
      published && element("span", {}, " ", element("a", { href: published, rel: "noopener noreferrer nofollow" }, published)),
      element("span", {}, " ", t("cite_stored", { address: "" }), element("a", { href: here }, here))),
    here,
  };
}

/**
 * @param {Report} report
 * @param {Span} stretch
 * @param {string | null} [speaker]
 * @param {boolean} [open]
 */
export function citeBox(report, stretch, speaker = null, open = false) {
  const { text, body, here } = citation(report, stretch, speaker);
  const message = element("span", { role: "status", class: "soft" });
  const button = (/** @type {string} */ id, /** @type {() => Promise<void>} */ run) => element("button", { type: "button", class: "quiet", id, on: { click: () => run().then(
    () => { message.textContent = t("copied"); }, (error) => { message.textContent = t("not_done", { reason: error.message }); }) } }, t(id));
  return element("details", { class: "cite", open }, element("summary", {}, t("cite")), body,
    element("p", { class: "cite-ways" }, button("cite_copy", () => copy(text, body)), button("cite_link", () => copy(here)), message));
}

/**
 * Plain, and formatted for programs that take it.
 * @param {string} text @param {HTMLElement} [formatted]
 */
async function copy(text, formatted) {
  if (!navigator.clipboard) return copyOld(text);
  if (!formatted || !globalThis.ClipboardItem) return navigator.clipboard.writeText(text);
  const kinds = { "text/plain": text, "text/html": formatted.outerHTML };
  const blobs = Object.entries(kinds).map(([type, value]) => [type, new Blob([value], { type })]);
  return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
}

/** The clipboard is closed to pages without a secure address. @param {string} text */
function copyOld(text) {
  const field = /** @type {HTMLTextAreaElement} */ (element("textarea", { class: "unseen" }));
  document.body.append(field);
  field.value = text;
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (!done) throw new Error(t("cite_by_hand"));
}
