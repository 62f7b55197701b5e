// What stands around the map and the list: counts, views, languages, legend, messages.

import { byId, element, fill } from "./dom.js";
import { LANGUAGES, t } from "./i18n.js";
import { sideIcon } from "./sides.js";

/**
 * @param {HTMLElement} node
 * @param {{claims: number, sites: number, unlocated: number}} counts of claims and of points
 */
export function drawCounts(node, { claims, sites, unlocated }) {
  const located = t("counts", { claims: t("claims", { count: claims }), sites: t("sites", { count: sites }) });
  const text = unlocated ? `${located} · ${t("not_located", { count: unlocated })}` : located;
  if (node.textContent === text) return;
  Object.assign(node.dataset, { claims, sites, unlocated });
  node.textContent = text;
}

/**
 * @param {HTMLElement} nav
 * @param {{view: string, unlocated: number, onView: (view: "map" | "list" | "unlocated") => void}} options
 */
export function drawViews(nav, { view, unlocated, onView }) {
  const focused = document.activeElement?.id;
  fill(nav, .../** @type {const} */ (["map", "list", "unlocated"]).map((name) =>
    element("button", { type: "button", id: `view-${name}`, "aria-pressed": String(name === view), on: { click: () => onView(name) } },
      t(`view_${name}`), name === "unlocated" && unlocated > 0 && element("span", { class: "badge" }, String(unlocated)))));
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

/**
 * @param {HTMLElement} node
 * @param {readonly import("./sides.js").Side[]} sides
 * @param {() => void} onFit
 */
export function drawLegend(node, sides, onFit) {
  fill(node,
    element("h2", {}, t("legend")),
    element("ul", {}, ...sides.map((side) => element("li", {}, sideIcon(side, 15), t(`side.${side}`)))),
    element("p", {}, t("legend_number")),
    element("p", {}, t("legend_area")),
    element("button", { type: "button", class: "quiet", id: "fit", on: { click: onFit } }, t("fit")));
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
