// The filters: what the reader asks for, shown as the state has it.

import { downloadAddress } from "./api.js";
import { byId, element, fill } from "./dom.js";
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
 * What the form shows and whom it tells; its fields outlive a redraw and ask here for the latest.
 * @typedef {object} View
 * @property {State} state
 * @property {Outlet[]} outlets
 * @property {number} undated claims left out by the dates because theirs is not known
 * @property {(change: Partial<State>, how?: {replace?: boolean}) => void} onChange
 * @property {() => void} onDone the reader is finished (small screens)
 */
/** @type {View} */
let view;
let drawn = "";

/**
 * Build the form once per language and set of outlets, else only bring its fields up to date: a
 * field that were replaced while the reader types would lose what is half typed.
 * @param {HTMLFormElement} form
 * @param {View} latest
 */
export function drawFilters(form, latest) {
  view = latest;
  const names = [...view.outlets.map(({ name }) => name), ...view.state.outlet].join("|");
  const wanted = `${document.documentElement.lang}|${[...new Set(names.split("|"))].join("|")}`;
  if (wanted !== drawn) build(form);
  drawn = wanted;
  update(form);
}

/** @param {HTMLFormElement} form */
function build(form) {
  const open = new Set([...form.querySelectorAll("details[open]")].map((node) => node.id));
  const focused = document.activeElement?.id;
  form.onsubmit = (event) => {
    event.preventDefault();
    view.onDone();
  };
  fill(form,
    searchBox(),
    element("fieldset", { class: "dates" }, element("legend", {}, t("dates")), dateBox("from"), dateBox("to"),
      element("p", { class: "hint-text", id: "undated" })),
    group("side", t("sides"), tickList("side", SIDES.map((side) => ({
      value: side, label: t(`side.${side}`), icon: sideIcon(side),
    })))),
    group("outlet", t("outlets"), outletList()),
    folded("type", t("types"), tickList("type", TYPES.map((value) => ({ value, label: t(`type.${value}`) }))), open),
    folded("modality", t("modalities"),
      tickList("modality", MODALITIES.map((value) => ({ value, label: t(`modality.${value}`) }))), open),
    element("div", { class: "filters-end" },
      element("button", { type: "button", class: "quiet", id: "clear", on: { click: () => view.onChange(withoutFilters()) } }, t("clear")),
      element("a", { class: "download", id: "download" }, t("as_geojson"))),
    element("button", { class: "primary filters-done" }, t("filters_show")),
  );
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

/** @param {HTMLFormElement} form */
function update(form) {
  const { state, undated } = view;
  for (const key of /** @type {const} */ (["q", "from", "to"])) {
    const input = /** @type {HTMLInputElement} */ (form.elements.namedItem(key));
    if (input !== document.activeElement && input.value !== state[key]) input.value = state[key];
  }
  for (const key of /** @type {const} */ (["side", "outlet", "type", "modality"])) {
    for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(`input[name="${key}"]`))) {
      box.checked = state[key].includes(box.value);
    }
  }
  const hint = byId("undated");
  hint.hidden = !undated;
  hint.textContent = undated ? t("undated", { count: undated }) : "";
  /** @type {HTMLButtonElement} */ (byId("clear")).disabled = !activeFilters(state);
  /** @type {HTMLAnchorElement} */ (byId("download")).href = downloadAddress(state);
}

function searchBox() {
  const send = afterPause((/** @type {string} */ q) => view.onChange({ q: q.trim() }, { replace: true }));
  return element("div", { class: "field" }, element("label", { for: "q" }, t("search")),
    element("input", { type: "search", id: "q", name: "q", maxlength: 200, on: { input: send } }));
}

/** @param {"from" | "to"} key */
function dateBox(key) {
  // A date typed by hand is complete, and wrong, after each digit of its year.
  const send = afterPause((/** @type {string} */ day) => view.onChange({ [key]: day }));
  return element("div", { class: "field" }, element("label", { for: key }, t(key)),
    element("input", { type: "date", id: key, name: key, on: { change: send } }));
}

/**
 * @param {(value: string) => void} send called with a field's value once the reader pauses
 * @returns {(event: Event) => void}
 */
function afterPause(send) {
  let pause = 0;
  return (event) => {
    const { value } = /** @type {HTMLInputElement} */ (event.target);
    clearTimeout(pause);
    pause = window.setTimeout(() => send(value), TYPING_PAUSE_MS);
  };
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

/** @typedef {{value: string, label: string, icon?: Node, count?: number}} Option */

/**
 * Boxes of one filter; none ticked means no restriction.
 * @param {"side" | "outlet" | "type" | "modality"} key
 * @param {Option[]} options
 */
function tickList(key, options) {
  const toggle = (/** @type {string} */ value) => {
    const chosen = view.state[key];
    view.onChange({ [key]: chosen.includes(value) ? chosen.filter((item) => item !== value) : [...chosen, value] });
  };
  return element("ul", { class: "ticks" }, ...options.map(({ value, label, icon, count }) =>
    element("li", {}, element("label", {},
      element("input", { type: "checkbox", name: key, value, id: `${key}-${value}`, on: { change: () => toggle(value) } }),
      icon, element("span", {}, label), count && element("span", { class: "tick-count" }, number(count))))));
}

function outletList() {
  const { state, outlets } = view;
  // An outlet of the address that is not in the list must still be seen, to be taken off.
  const unlisted = state.outlet.filter((name) => !outlets.some((outlet) => outlet.name === name))
    .map((name) => ({ name, side: "unknown", claim_count: 0 }));
  const all = [...outlets, ...unlisted];
  const bySide = SIDES.map((side) => ({ side, members: all.filter((outlet) => sideOf(outlet.side) === side) }));
  return element("div", { class: "outlets" },
    element("p", { class: "hint-text" }, t("outlets_hint")),
    ...bySide.filter(({ members }) => members.length).map(({ side, members }) => {
      const names = members.map(({ name }) => name);
      const others = () => view.state.outlet.filter((name) => !names.includes(name));
      return element("div", { class: "outlet-side" },
        element("div", { class: "outlet-side-title" }, sideIcon(side, 12), element("span", {}, t(`side.${side}`)),
          wholeSide("all", side, () => view.onChange({ outlet: [...others(), ...names] })),
          wholeSide("none", side, () => view.onChange({ outlet: others() }))),
        tickList("outlet", members.map(({ name, claim_count: count }) => ({ value: name, label: name, count }))));
    }));
}

/**
 * @param {"all" | "none"} which
 * @param {import("./sides.js").Side} side
 * @param {() => void} onClick
 */
const wholeSide = (which, side, onClick) => element("button", {
  type: "button", class: "link", id: `outlet-${which}-${side}`, "aria-label": `${t(`select_${which}`)}: ${t(`side.${side}`)}`,
  on: { click: onClick },
}, t(`select_${which}`));
