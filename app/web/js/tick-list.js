// Lists of boxes to tick, short ones whole, long ones with a field that narrows them.

import { element, fill } from "./dom.js";
import { counted } from "./facts.js";
import { t } from "./i18n.js";

/** @typedef {{value: string, label: string, icon?: Node, count?: number}} Option */
/** @typedef {{key: string, chosen: () => string[], onToggle: (value: string) => void}} Ticks */

/** Of a long list so many are shown; the field finds the others. */
const SHOWN = 30;

/**
 * @param {Option} option
 * @param {Ticks} ticks
 */
function tick({ value, label, icon, count }, { key, chosen, onToggle }) {
  return element("li", {}, element("label", {},
    element("input", { type: "checkbox", name: key, value, id: `${key}-${value}`, checked: chosen().includes(value),
      on: { change: () => onToggle(value) } }),
    icon, element("span", { dir: "auto" }, label), count && counted(count)));
}

/**
 * Boxes of one filter; none ticked means no restriction.
 * @param {Option[]} options
 * @param {Ticks} ticks
 */
export const tickList = (options, ticks) => element("ul", { class: "ticks" }, ...options.map((option) => tick(option, ticks)));

/**
 * @param {Option[]} options
 * @param {Ticks} ticks
 * @param {string} label of the field that narrows the list
 */
export function longTickList(options, ticks, label) {
  const list = element("ul", { class: "ticks" });
  const more = element("p", { class: "hint-text" });
  const draw = (/** @type {string} */ words) => {
    const chosen = ticks.chosen();
    const wanted = words.trim().toLowerCase();
    const fitting = options.filter((option) => chosen.includes(option.value) || option.label.toLowerCase().includes(wanted))
      .sort((one, other) => Number(chosen.includes(other.value)) - Number(chosen.includes(one.value)));
    fill(list, ...fitting.slice(0, SHOWN).map((option) => tick(option, ticks)));
    more.textContent = fitting.length > SHOWN ? t("more_to_find", { number: fitting.length - SHOWN }) : "";
  };
  draw("");
  const field = element("input", { type: "search", id: `${ticks.key}-find`, "aria-label": label, placeholder: label, class: "narrow",
    on: { input: (/** @type {Event} */ event) => draw(/** @type {HTMLInputElement} */ (event.target).value) } });
  return element("div", {}, options.length > SHOWN / 3 && field, list, more);
}
