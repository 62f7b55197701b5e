// The gazetteer's sentences on "why this place?", in the page's language. It gives them in English; the
// English words here are its sentences with gaps, by which others are found.

import { WORDS_EN, number, t } from "./i18n.js";

const STEM = "reason.";

/** @type {{key: string, pattern: RegExp}[]} */
const SENTENCES = Object.entries(WORDS_EN).filter(([key]) => key.startsWith(STEM)).map(([key, words]) => {
  const pattern = words.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{(\w+)\}/g, "(?<$1>(?:(?!\\. ).)+?)");
  return { key, pattern: new RegExp(`^${pattern}$`, "u") };
});

/** How what stands in a gap is told. @type {Record<string, (value: string) => string | number>} */
const GAPS = {
  number: (value) => number(Number(value.replaceAll(",", ""))),
  km: (value) => number(Number(value)),
  type: (value) => t(`settlement.${value}`).replace(/^settlement\./, ""),
  where: (value) => value.split(" or ").join(` ${t("or")} `),
};

/**
 * @param {string} sentence in English
 * @param {Record<string, string | null>} names of places in the page's language by their English ones
 * @returns {string | null} null for a sentence that the page does not know
 */
function one(sentence, names) {
  for (const { key, pattern } of SENTENCES) {
    const gaps = pattern.exec(sentence)?.groups;
    if (!gaps && !pattern.test(sentence)) continue;
    const told = Object.entries(gaps ?? {}).map(([gap, value]) => [gap, GAPS[gap]?.(value) ?? names[value] ?? value]);
    return t(key, Object.fromEntries(told));
  }
  return null;
}

/**
 * @param {string} text one sentence or several, as the gazetteer gives them
 * @param {Record<string, string | null>} [names] of places in the page's language by their English ones
 * @returns {{text: string, lang: string}} in English, as it came, where a sentence is not known
 */
export function reasonInWords(text, names = {}) {
  const lang = document.documentElement.lang;
  const told = text.split(/(?<=\.) (?=["“\p{Lu}])/u).map((sentence) => one(sentence, names));
  return told.every((words) => words !== null) ? { text: told.join(" "), lang } : { text, lang: "en" };
}
