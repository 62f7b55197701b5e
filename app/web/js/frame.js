// What stands around the map and the list: counts, views, languages, legend, messages.

import { byId, element, fill } from "./dom.js";
import { LANGUAGES, number, t } from "./i18n.js";
import { SIDES, sideIcon } from "./sides.js";
import { symbolCanvas } from "./symbols.js";

/** @typedef {import("./map.js").Hit} Hit */

/** @param {import("./api.js").Summary} summary */
export function countsInWords({ located, points, unlocated }) {
  const text = t("counts", { claims: t("claims", { count: located }), sites: t("sites", { count: points }) });
  return unlocated ? `${text} · ${t("not_located", { count: unlocated })}` : text;
}

/**
 * @param {HTMLElement} node
 * @param {import("./api.js").Summary} summary
 */
export function drawCounts(node, summary) {
  const text = countsInWords(summary);
  const { matched, located, points, unlocated } = summary;
  Object.assign(node.dataset, { matched, located, points, unlocated });
  if (node.textContent !== text) node.textContent = text;
}

/**
 * @param {HTMLElement} nav
 * @param {{view: string, unlocated: number, onView: (view: "map" | "list" | "unlocated") => void}} options
 */
export function drawViews(nav, { view, unlocated, onView }) {
  const focused = document.activeElement?.id;
  fill(nav, .../** @type {const} */ (["map", "list", "unlocated"]).map((name) =>
    element("button", { type: "button", id: `view-${name}`, "aria-pressed": String(name === view), on: { click: () => onView(name) } },
      t(`view_${name}`), name === "unlocated" && unlocated > 0 && element("span", { class: "badge" }, number(unlocated)))));
  if (focused?.startsWith("view-")) document.getElementById(focused)?.focus();
}

/**
 * @param {HTMLElement} select
 * @param {string} current
 * @param {(lang: string) => void} onChoose
 */
export function drawLanguages(select, current, onChoose) {
  fill(select, ...Object.entries(LANGUAGES).map(([lang, name]) =>
    element("option", { value: lang, lang, title: name, selected: lang === current }, lang.toUpperCase())));
  select.onchange = () => onChoose(/** @type {HTMLSelectElement} */ (select).value);
}

/** Symbols of the legend: the name of the image, and the key of the words. @type {[string, string][]} */
export const SYMBOL_LEGEND = [["claims/2/point/plain/4/3/1/0", "legend_ring"], ["claims/2/point/disputed/4/4/0/0", "legend_disputed"],
  ["claims/1/area/plain/8/0/0/0", "legend_area"]];

/**
 * @param {HTMLElement} node
 * @param {() => void} onFit
 */
export function drawLegend(node, onFit) {
  const symbol = (/** @type {string} */ name) => {
    const surface = symbolCanvas(name);
    surface.setAttribute("aria-hidden", "true");
    return surface;
  };
  const open = /** @type {HTMLDetailsElement | null} */ (node.querySelector("details"))?.open ?? innerWidth > 760;
  fill(node, element("details", { open },
    element("summary", {}, t("legend")),
    element("p", { class: "legend-note" }, t("note")),
    element("ul", {}, ...SIDES.map((side) => element("li", {}, sideIcon(side, 15), t(`side.${side}`)))),
    element("ul", { class: "legend-symbols" }, ...SYMBOL_LEGEND.map(([name, words]) => element("li", {}, symbol(name), t(words)))),
    element("p", {}, t("legend_number")),
    element("p", {}, t("legend_sector"))),
  element("button", { type: "button", class: "quiet", id: "fit", on: { click: onFit } }, t("fit")));
}

/**
 * What a symbol says when pointed at.
 * @param {Hit} hit
 */
export function describeHit({ name, places, counts, disputed }) {
  const title = name ?? t("elsewhere");
  return element("div", {},
    element("strong", { dir: "auto" }, places > 1 && !name ? t("sites", { count: places }) : title),
    ...SIDES.filter((side) => counts[side]).map((side) => element("span", { class: "hint-side" }, sideIcon(side, 12),
      ` ${t(`side_short.${side}`)}: ${number(counts[side])}`)),
    disputed && element("span", { class: "hint-side" }, t("legend_disputed")));
}

/**
 * @param {string} text "" for none
 * @param {{label: string, run: () => void}} [action]
 */
export function showMessage(text, action) {
  const node = byId("message");
  node.hidden = !text;
  fill(node, text, action && element("button", { type: "button", class: "quiet", on: { click: action.run } }, action.label));
}

/** @param {string} text "" when nothing is under way */
export function showProgress(text) {
  const node = byId("progress");
  node.hidden = !text;
  node.textContent = text;
  byId("view").setAttribute("aria-busy", String(Boolean(text)));
}
