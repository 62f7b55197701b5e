// What differs between tellings of one item: shown side by side, and never weighed.

import { element } from "../dom.js";
import { dateRange, number as digits, t } from "../i18n.js";
import { nameOf, reportAddress } from "./origin-names.js";
import { languageTag } from "./text-view.js";
import { wordDiff } from "./word-diff.js";

/** @typedef {import("./origin.js").Telling} Telling */
/** @typedef {{claim_id: number, type: string, sentence: {text: string}}} Brief */
/** @typedef {{aspect: string, from: {value: any}, to: {value: any}}} Change */
/** @typedef {{claim_id: number, of_claim_id: number, type: string, sentences: {from: {text: string}, to: {text: string}}, changes: Change[]}} Retold */
/** @typedef {{document_id: number, compared_with: number, claims: Retold[], left_out: Brief[], added: Brief[]}} Retelling */

/** How a value of an aspect is worded. @type {Record<string, (value: any) => string>} */
const VALUES = {
  type: (value) => t(`type.${value}`),
  modality: (value) => t(`modality.${value}`),
  verb: (value) => `“${value}”`,
  claimant: String,
  outlet: String,
  place: (value) => value.map((/** @type {any} */ { place }) => place).filter(Boolean).join(", ") || t("not_named"),
  date: ({ start, end, precision }) => dateRange(start, end, precision),
  number: ({ what, minimum, maximum, unit, bound }) => `${bound ? `${t(`bound.${bound}`)} ` : ""}${[...new Set([minimum, maximum])].filter((one) => one !== null).map((one) => digits(Number(one))).join(" – ")} ${what || unit || ""}`,
};

/** @param {Telling[]} documents @param {Retelling[]} drift @returns {(Node | false)[]} */
export function drawDifferences(documents, drift) {
  if (!drift.length) return [];
  return [element("h2", {}, t("origin_differences")), element("p", { class: "soft" }, t("origin_differences_note")),
    ...drift.map((retelling) => drawRetelling(documents, retelling))];
}

/** @param {Telling[]} documents @param {Retelling} retelling */
function drawRetelling(documents, { document_id: id, compared_with: first, claims, left_out: without, added }) {
  const [one, other] = [first, id].map((wanted) => documents.findIndex((telling) => telling.id === wanted));
  const names = [nameOf(documents, one), nameOf(documents, other)];
  const changed = claims.filter(({ changes, sentences }) => changes.length || plain(sentences.from.text) !== plain(sentences.to.text));
  const same = claims.length - changed.length;
  return element("section", { "aria-labelledby": `retelling-${id}`, dataset: { retelling: id } },
    element("h3", { id: `retelling-${id}`, dir: "auto" }, t("origin_compared", { other: names[1], one: names[0] })),
    same > 0 && element("p", {}, t("origin_same", { count: same })),
    changed.length > 0 && element("ul", { class: "retold" }, ...changed.map((claim) => drawRetold(claim, [documents[one], documents[other]], names))),
    ...drawBriefs(t("origin_left_out", { name: names[1] }), without, documents[one]),
    ...drawBriefs(t("origin_added", { name: names[1] }), added, documents[other]));
}

/** @param {string} text */
const plain = (text) => text.replace(/\s+/g, " ").trim();

/** @param {Retold} claim @param {Telling[]} tellings @param {string[]} names */
function drawRetold({ claim_id: id, of_claim_id: of, type, sentences, changes }, tellings, names) {
  const { before, after } = wordDiff(sentences.from.text, sentences.to.text);
  const sides = /** @type {const} */ ([["del", before, of], ["ins", after, id]]);
  return element("li", { dataset: { claim: id } },
    element("p", { class: "tags" }, element("span", { class: "tag" }, t(`type.${type}`))),
    element("div", { class: "sentences" }, ...sides.map(([tag, words, claim], at) => element("div", {},
      element("p", { class: "side-of" }, element("a", { href: reportAddress(tellings[at].id, `#claim-${claim}`), dir: "auto" }, names[at])),
      element("blockquote", { lang: languageTag(tellings[at].language), dir: "auto" }, ...words.map(([text, shared]) => (shared ? text : element(tag, {}, text))))))),
    element("dl", { class: "aspects" }, ...changes.map(({ aspect, from, to }) => element("div", {}, element("dt", {}, t(`origin_aspect.${aspect}`)),
      element("dd", { dir: "auto" }, `${worded(aspect, from.value)} → ${worded(aspect, to.value)}`)))));
}

/** @param {string} aspect @param {any} value */
const worded = (aspect, value) => (value === null || value === undefined ? t("not_named") : (VALUES[aspect] ?? String)(value));

/** @param {string} title @param {Brief[]} briefs @param {Telling} telling */
function drawBriefs(title, briefs, telling) {
  if (!briefs.length) return [];
  return [element("p", {}, title), element("ul", { class: "same-matter" }, ...briefs.map(({ claim_id: id, type, sentence }) => element("li", {},
    element("p", { class: "tags" }, element("span", { class: "tag" }, t(`type.${type}`))),
    element("blockquote", { lang: languageTag(telling.language), dir: "auto" }, sentence.text),
    element("p", { class: "told-by" }, element("a", { href: reportAddress(telling.id, `#claim-${id}`) }, t("origin_in_text"))))))];
}
