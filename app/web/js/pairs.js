// Claims that contradict one another, face to face. Which of them holds is not for this page to say.

import { element } from "./dom.js";
import { facts, reportLinks, sourceFacts, tags } from "./facts.js";
import { t } from "./i18n.js";
import { SIDES, sideIcon, sideOf } from "./sides.js";

/** @typedef {import("./api.js").Pair} Pair */
/** @typedef {import("./api.js").Told} Told */

/**
 * @param {Pair[]} pairs
 * @returns {HTMLElement | null} null where nothing contradicts
 */
export function drawPairs(pairs) {
  if (!pairs.length) return null;
  return element("section", { class: "pairs", "aria-labelledby": "pairs-title" },
    element("h3", { id: "pairs-title" }, t("pairs", { count: pairs.length })),
    element("p", { class: "pairs-note" }, t("pairs_note")),
    ...pairs.map((pair) => {
      // Always in the same order of sides, so that none is put first for what it says.
      const both = [pair.one, pair.other].sort((one, other) => order(one) - order(other));
      return element("div", { class: "pair", dataset: { type: pair.type } }, ...both.map(told));
    }));
}

/** @param {Told} one */
const order = (one) => SIDES.indexOf(sideOf(one.source_side));

/** @param {Told} one */
function told(one) {
  const side = sideOf(one.source_side);
  return element("article", { class: "told", dataset: { side, claim: one.claim_id } },
    element("h4", {}, sideIcon(side), t(`side.${side}`)),
    tags(one),
    element("blockquote", { dir: "auto" },
      one.before && element("span", { class: "context" }, fromWord(one.before)),
      element("mark", {}, ...sentence(one)),
      one.after && element("span", { class: "context" }, toWord(one.after))),
    facts(sourceFacts(one)),
    reportLinks(one));
}

/** The sentence with the words that make the claim set off. @param {Told} one */
function sentence({ quote, head_start: start, head_end: end }) {
  const points = Array.from(quote); // offsets count code points
  if (start === null || end === null || start < 0 || end > points.length) return [quote];
  const part = (/** @type {number} */ from, /** @type {number} */ to) => points.slice(from, to).join("");
  return [part(0, start), element("strong", {}, part(start, end)), part(end, points.length)];
}

/** What comes before a sentence, begun with a whole word. @param {string} text */
const fromWord = (text) => (text.length < 160 ? text : `… ${text.replace(/^\S*\s/, "")}`);

/** What comes after a sentence, ended with a whole word. @param {string} text */
const toWord = (text) => (text.length < 160 ? text : `${text.replace(/\s\S*$/, "")} …`);
