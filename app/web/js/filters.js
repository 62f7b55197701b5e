// The filters: what the reader asks for, shown as the state has it.

import { downloadAddress } from "./api.js";
import { element, fill } from "./dom.js";
import { number, t } from "./i18n.js";
import { SIDES, sideIcon, sideOf } from "./sides.js";
import { DEFAULTS, FILTERS } from "./state-in-url.js";

/** @typedef {import("./state-in-url.js").State} State */
/** @typedef {import("./api.js").Outlet} Outlet */

const TYPES = ["advance", "control_change", "control_status", "attack_repelled", "clash", "strike",
  "destruction", "withdrawal", "surrender", "positions", "losses", "forecast", "statement", "visit", "other"];
const MODALITIES = ["asserted", "claimed", "unattributed", "alleged", "questioned", "denied", "forecast",
  "speculative", "opinion", "no_comment"];
const TYPING_PAUSE_MS = 300;

/**
 * @param {State} state
 * @returns {number} how many filters narrow the view
 */
export const activeFilters = (state) => FILTERS.filter((key) => state[key].length).length;

/** @returns {Partial<State>} the change that takes all filters off */
export const withoutFilters = () => Object.fromEntries(FILTERS.map((key) => [key, DEFAULTS[key]]));

/**
 * @param {HTMLFormElement} form
 * @param {object} view
 * @param {State} view.state
 * @param {Outlet[]} view.outlets
 * @param {number} view.undated claims left out by the dates because theirs is not known
 * @param {(change: Partial<State>, how?: {replace?: boolean}) => void} view.onChange
 * @param {() => void} view.onDone the reader is finished (small screens)
 */
export function drawFilters(form, { state, outlets, undated, onChange, onDone }) {
  const open = new Set([...form.querySelectorAll("details[open]")].map((node) => node.id));
  const focused = document.activeElement?.id;
  const ticks = { state, onChange };
  form.onsubmit = (event) => {
    event.preventDefault();
    onDone();
  };
  fill(form,
    searchBox(state, onChange),
    dateRange(state, onChange, undated),
    group("side", t("sides"), tickList("side", SIDES.map((side) => ({
      value: side, label: t(`side.${side}`), icon: sideIcon(side),
    })), ticks)),
    group("outlet", t("outlets"), outletList(outlets, ticks)),
    folded("type", t("types"), tickList("type", TYPES.map((value) => ({ value, label: t(`type.${value}`) })), ticks), open),
    folded("modality", t("modalities"),
      tickList("modality", MODALITIES.map((value) => ({ value, label: t(`modality.${value}`) })), ticks), open),
    element("div", { class: "filters-end" },
      element("button", { type: "button", class: "quiet", id: "clear", disabled: !activeFilters(state),
        on: { click: () => onChange(withoutFilters()) } }, t("clear")),
      element("a", { class: "download", href: downloadAddress(state) }, t("as_geojson"))),
    element("button", { type: "button", class: "primary filters-done", on: { click: onDone } }, t("filters_show")),
  );
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

/**
 * @param {State} state
 * @param {(change: Partial<State>, how?: {replace?: boolean}) => void} onChange
 */
function searchBox(state, onChange) {
  let pause = 0;
  const send = (/** @type {Event} */ event) => {
    const q = /** @type {HTMLInputElement} */ (event.target).value.trim();
    clearTimeout(pause);
    pause = window.setTimeout(() => onChange({ q }, { replace: true }), TYPING_PAUSE_MS);
  };
  const input = /** @type {HTMLInputElement} */ (element("input", {
    type: "search", id: "q", value: state.q, maxlength: 200, on: { input: send },
  }));
  return element("div", { class: "field" }, element("label", { for: "q" }, t("search")), input);
}

/**
 * @param {State} state
 * @param {(change: Partial<State>) => void} onChange
 * @param {number} undated
 */
function dateRange(state, onChange, undated) {
  const input = (/** @type {"from" | "to"} */ key) => element("div", { class: "field" },
    element("label", { for: key }, t(key)),
    element("input", { type: "date", id: key, value: state[key],
      min: key === "to" ? state.from : null, max: key === "from" ? state.to : null,
      on: { change: (/** @type {Event} */ event) => onChange({ [key]: /** @type {HTMLInputElement} */ (event.target).value }) } }));
  return element("fieldset", { class: "dates" }, element("legend", {}, t("dates")), input("from"), input("to"),
    undated > 0 && element("p", { class: "hint-text" }, t("undated", { count: undated })));
}

/**
 * @param {string} id
 * @param {string} title
 * @param {...Node} children
 */
const group = (id, title, ...children) =>
  element("fieldset", { class: `group group-${id}` }, element("legend", {}, title), ...children);

/**
 * @param {string} id
 * @param {string} title
 * @param {Node} children
 * @param {Set<string>} open ids that the reader has open
 */
const folded = (id, title, children, open) =>
  element("details", { class: "group", id: `fold-${id}`, open: open.has(`fold-${id}`) },
    element("summary", {}, title), children);

/**
 * @typedef {{state: State, onChange: (change: Partial<State>) => void}} Ticks
 * @typedef {{value: string, label: string, icon?: Node, count?: number}} Option
 */

/**
 * Boxes of one filter; none ticked means no restriction.
 * @param {"side" | "outlet" | "type" | "modality"} key
 * @param {Option[]} options
 * @param {Ticks} ticks
 */
function tickList(key, options, { state, onChange }) {
  const chosen = state[key];
  const toggle = (/** @type {string} */ value) =>
    onChange({ [key]: chosen.includes(value) ? chosen.filter((item) => item !== value) : [...chosen, value] });
  return element("ul", { class: "ticks" }, ...options.map(({ value, label, icon, count }) =>
    element("li", {}, element("label", {},
      element("input", { type: "checkbox", id: `${key}-${value}`, checked: chosen.includes(value),
        on: { change: () => toggle(value) } }),
      icon, element("span", {}, label), count && element("span", { class: "tick-count" }, number(count))))));
}

/**
 * @param {Outlet[]} outlets
 * @param {Ticks} ticks
 */
function outletList(outlets, ticks) {
  const { state, onChange } = ticks;
  // An outlet of the address that is not in the list must still be seen, to be taken off.
  const unlisted = state.outlet.filter((name) => !outlets.some((outlet) => outlet.name === name))
    .map((name) => ({ name, side: "unknown", claim_count: 0 }));
  const all = [...outlets, ...unlisted];
  const bySide = SIDES.map((side) => ({
    side, names: all.filter((outlet) => sideOf(outlet.side) === side).map(({ name }) => name),
  })).filter(({ names }) => names.length);
  const counts = new Map(all.map((outlet) => [outlet.name, outlet.claim_count]));
  return element("div", { class: "outlets" },
    element("p", { class: "hint-text" }, t("outlets_hint")),
    ...bySide.map(({ side, names }) => element("div", { class: "outlet-side" },
      element("div", { class: "outlet-side-title" }, sideIcon(side, 12), element("span", {}, t(`side.${side}`)),
        wholeSide(`outlet-all-${side}`, t("select_all"), () => onChange({ outlet: [...new Set([...state.outlet, ...names])] }), side),
        wholeSide(`outlet-none-${side}`, t("select_none"), () => onChange({ outlet: state.outlet.filter((name) => !names.includes(name)) }), side)),
      tickList("outlet", names.map((value) => ({ value, label: value, count: counts.get(value) })), ticks))));
}

/**
 * @param {string} id
 * @param {string} label
 * @param {() => void} onClick
 * @param {import("./sides.js").Side} side
 */
const wholeSide = (id, label, onClick, side) =>
  element("button", { type: "button", class: "link", id, "aria-label": `${label}: ${t(`side.${side}`)}`, on: { click: onClick } }, label);
