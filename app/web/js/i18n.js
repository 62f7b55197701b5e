// Every word of the page, one table per language, and dates and numbers in its habit.

import en from "./words/en.js";
import ru from "./words/ru.js";
import uk from "./words/uk.js";

/** @type {Record<string, Record<string, string>>} */
const WORDS = { en, uk, ru };

/** The English words, in which other parts of the project speak. */
export const WORDS_EN = en;

/** Languages by their own names. */
export const LANGUAGES = { en: "English", uk: "Українська", ru: "Русский" };

let current = "en";
/** The same with the reader's region, which decides how dates look ("en-GB"). */
let locale = "en";

/**
 * Set the page's language: the one asked for, else the first of the reader's that we have.
 * @param {string} [wanted]
 * @returns {string} the language set
 */
export function setLanguage(wanted = "") {
  const liked = [wanted, ...navigator.languages.map((tag) => tag.slice(0, 2))];
  current = liked.find((lang) => Object.hasOwn(WORDS, lang)) ?? "en";
  locale = navigator.languages.find((tag) => tag.split("-")[0] === current) ?? current;
  document.documentElement.lang = current;
  return current;
}

/**
 * The words for `key`. A key with numbers picks its plural form (`key.one`, `key.few` ...) by
 * `values.count`; `{name}` in the words is replaced by `values.name`.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {string} `key` itself if no language has it, as for a vocabulary newer than the page
 */
export function t(key, values = {}) {
  const form = "count" in values
    ? `${key}.${new Intl.PluralRules(current).select(Number(values.count))}` : key;
  const words = WORDS[current][form] ?? WORDS.en[form] ?? WORDS.en[`${key}.other`] ?? WORDS.en[key] ?? key;
  return words.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    return typeof value === "number" ? number(value) : (value ?? "");
  });
}

/**
 * Words of a page that shares this one's.
 * @param {Record<string, Record<string, string>>} more by language
 */
export function addWords(more) {
  for (const [lang, words] of Object.entries(more)) Object.assign(WORDS[lang], words);
}

/** @param {number} value */
export const number = (value) => new Intl.NumberFormat(locale).format(value);

/**
 * @param {string | null | undefined} day YYYY-MM-DD
 * @returns {string} "" for none
 */
export function date(day) {
  if (!day) return "";
  const format = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  return format.format(new Date(`${day.slice(0, 10)}T00:00:00Z`));
}

/**
 * A range of days as it is known: an open end stays open, a month is not given a day.
 * @param {string | null} start
 * @param {string | null} end
 * @param {string | null} [precision]
 */
export function dateRange(start, end, precision) {
  if (!start && !end) return t("date_unknown");
  if (start && end && precision === "year") return start.slice(0, 4);
  if (start && end && precision === "month" && start.slice(0, 7) === end.slice(0, 7)) {
    return new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" })
      .format(new Date(`${start}T00:00:00Z`));
  }
  if (start === end) return date(start);
  if (!end) return t("date_since", { date: date(start) });
  if (!start) return t("date_until", { date: date(end) });
  return `${date(start)} – ${date(end)}`;
}

/**
 * @param {number} metres
 * @returns {string} "about 2 km"
 */
export function distance(metres) {
  const kilometres = metres < 10000 ? Math.round(metres / 100) / 10 : Math.round(metres / 1000);
  return t("about_km", { km: kilometres });
}

/** Put the words into the parts of the page that stand in the HTML. */
export function translatePage() {
  document.querySelectorAll("[data-i18n]").forEach((node) => {
    node.textContent = t(/** @type {HTMLElement} */ (node).dataset.i18n ?? "");
  });
  document.querySelectorAll("[data-i18n-label]").forEach((node) => {
    node.setAttribute("aria-label", t(/** @type {HTMLElement} */ (node).dataset.i18nLabel ?? ""));
  });
}
