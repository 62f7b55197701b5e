// The names of a place: official, former and Russian ones, with the time for which each is known.

import { element } from "./dom.js";
import { date, t } from "./i18n.js";

/** @typedef {import("./api.js").PlaceName} PlaceName */

/** Names are told in this order; of generated and further ones only how many there are. */
const GROUPS = /** @type {[string, (name: PlaceName) => boolean][]} */ ([
  ["names_official", ({ kind }) => kind === "official"],
  ["names_former", ({ kind }) => kind === "former"],
  ["names_russian", ({ kind, language }) => kind === "alternate" && language === "ru"],
]);

/**
 * @param {PlaceName[]} names
 * @returns {HTMLElement | null}
 */
export function drawNames(names) {
  if (!names.length) return null;
  const groups = GROUPS.map(([label, belongs]) => ({ label, members: distinct(names.filter(belongs)) }))
    .filter(({ members }) => members.length);
  const told = new Set(groups.flatMap(({ members }) => members.map(({ text }) => text)));
  const others = new Set(names.map(({ text }) => text).filter((text) => !told.has(text)));
  return element("details", { class: "names", id: "names" },
    element("summary", {}, t("names")),
    element("dl", {}, ...groups.map(({ label, members }) => element("div", {},
      element("dt", {}, t(label)),
      element("dd", {}, ...members.map((name) => element("span", { class: "name", lang: name.language !== "und" && name.language },
        name.text, validity(name) && element("small", {}, ` ${validity(name)}`))))))),
    others.size > 0 && element("p", { class: "names-more" }, t("names_more", { number: others.size })));
}

/**
 * One of each spelling, that with dates where there is one.
 * @param {PlaceName[]} names
 */
function distinct(names) {
  const known = new Map();
  for (const name of names) {
    const before = known.get(name.text);
    if (!before || (!validity(before) && validity(name))) known.set(name.text, name);
  }
  return /** @type {PlaceName[]} */ ([...known.values()]);
}

/** @param {PlaceName} name */
function validity({ valid_from: from, valid_to: to }) {
  if (from && to) return `${when(from)} – ${when(to)}`;
  if (from) return t("date_since", { date: when(from) });
  return to ? t("date_until", { date: when(to) }) : "";
}

/** A year stays a year. @param {string} day */
const when = (day) => (/^\d{4}-\d{2}-\d{2}/.test(day) ? date(day) : day);
