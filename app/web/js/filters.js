// The filters: what the reader asks for, shown as the state has it.

import { byId, element, fill } from "./dom.js";
import { t } from "./i18n.js";
import { SIDES, sideIcon, sideOf } from "./sides.js";
import { DEFAULTS, FILTERS } from "./state-in-url.js";
import { longTickList, tickList } from "./tick-list.js";
import { MODALITIES, OBLASTS, PRECISIONS, TYPES } from "./vocabulary.js";

/** @typedef {import("./state-in-url.js").State} State */
/** @typedef {import("./api.js").Source} Source */
/** @typedef {"side" | "outlet" | "claimant" | "type" | "modality" | "precision" | "oblast"} ListKey */

const TYPING_PAUSE_MS = 300;

/**
 * @param {State} state
 * @returns {number} how many filters narrow the view
 */
export const activeFilters = (state) => FILTERS.filter((key) => state[key].length).length;

/** @returns {Partial<State>} the change that takes all filters off */
export const withoutFilters = () => ({ ...Object.fromEntries(FILTERS.map((key) => [key, DEFAULTS[key]])), time: DEFAULTS.time, page: "1" });

/**
 * What the form shows and whom it tells; its fields outlive a redraw and ask here for the latest.
 * @typedef {object} View
 * @property {State} state
 * @property {Source[]} outlets
 * @property {Source[]} claimants
 * @property {(change: Partial<State>, how?: {replace?: boolean}) => void} onChange
 * @property {() => void} onDone the reader is finished (small screens)
 */
/** @type {View} */
let view;
let drawn = "";

/**
 * Build the form once per language and set of sources, else only bring its fields up to date: a
 * field that were replaced while the reader types would lose what is half typed.
 * @param {HTMLFormElement} form
 * @param {View} latest
 */
export function drawFilters(form, latest) {
  view = latest;
  const { outlets, claimants, state } = view;
  const names = new Set([outlets, claimants].flat().map(({ name }) => name).concat(state.outlet, state.claimant));
  const wanted = `${document.documentElement.lang}|${[...names].join("|")}`;
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
  const words = (/** @type {ListKey} */ key, /** @type {readonly string[]} */ values, prefix = key) =>
    tickList(values.map((value) => ({ value, label: t(`${prefix}.${value}`) })), ticks(key));
  fill(form,
    searchBox(),
    group("side", t("sides"), tickList(SIDES.map((side) => ({
      value: side, label: t(`side.${side}`), icon: sideIcon(side),
    })), ticks("side"))),
    group("only", t("only"),
      element("ul", { class: "ticks" },
        onlyBox("disputed", t("only_disputed"), (on) => ({ disputed: on ? "1" : "" })),
        onlyBox("unlocated", t("only_unlocated"), (on) => ({ view: on ? "unlocated" : "map", place: "" })))),
    group("outlet", t("outlets"), outletList()),
    folded("claimant", t("claimants"), longTickList(sources(view.claimants, view.state.claimant), ticks("claimant"), t("claimant_find")), open),
    folded("type", t("types"), words("type", TYPES), open),
    folded("modality", t("modalities"), words("modality", MODALITIES), open),
    folded("oblast", t("oblasts"), tickList(OBLASTS.map((value) => ({ value, label: t(`oblast.${value}`) }))
      .sort((one, other) => one.label.localeCompare(other.label, document.documentElement.lang)), ticks("oblast")), open),
    folded("precision", t("precisions"), words("precision", PRECISIONS), open),
    element("div", { class: "filters-end" },
      element("button", { type: "button", class: "quiet", id: "clear", on: { click: () => view.onChange(withoutFilters()) } }, t("clear"))),
    element("button", { class: "primary filters-done" }, t("filters_show")),
  );
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

/** @param {HTMLFormElement} form */
function update(form) {
  const { state } = view;
  const input = /** @type {HTMLInputElement} */ (byId("q"));
  if (input !== document.activeElement && input.value !== state.q) input.value = state.q;
  for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("input[type=checkbox]"))) {
    const key = /** @type {keyof State} */ (box.name);
    const value = state[key];
    if (Array.isArray(value)) box.checked = value.includes(box.value);
  }
  /** @type {HTMLInputElement} */ (byId("only-disputed")).checked = state.disputed === "1";
  /** @type {HTMLInputElement} */ (byId("only-unlocated")).checked = state.view === "unlocated";
  /** @type {HTMLButtonElement} */ (byId("clear")).disabled = !activeFilters(state);
}

function searchBox() {
  let pause = 0;
  const send = (/** @type {Event} */ event) => {
    const q = /** @type {HTMLInputElement} */ (event.target).value.trim();
    clearTimeout(pause);
    pause = window.setTimeout(() => view.onChange({ q: /[\p{L}\p{N}]/u.test(q) ? q : "", page: "1" }, { replace: true }), TYPING_PAUSE_MS);
  };
  return element("div", { class: "field" }, element("label", { for: "q" }, t("search")),
    element("input", { type: "search", id: "q", name: "q", maxlength: 200, on: { input: send } }));
}

/**
 * @param {string} id
 * @param {string} label
 * @param {(on: boolean) => Partial<State>} change
 */
const onlyBox = (id, label, change) => element("li", {}, element("label", {},
  element("input", { type: "checkbox", id: `only-${id}`, on: { change: (/** @type {Event} */ event) =>
    view.onChange({ ...change(/** @type {HTMLInputElement} */ (event.target).checked), page: "1" }) } }),
  element("span", {}, label)));

/**
 * @param {string} id
 * @param {string} title
 * @param {...Node} children
 */
const group = (id, title, ...children) =>
  element("fieldset", { class: `group group-${id}` }, element("legend", {}, title), ...children);

/**
 * @param {ListKey} key
 * @param {string} title
 * @param {Node} children
 * @param {Set<string>} open ids that the reader has open
 */
const folded = (key, title, children, open) =>
  element("details", { class: "group", id: `fold-${key}`, open: open.has(`fold-${key}`) || view.state[key].length > 0 },
    element("summary", {}, title), element("fieldset", {}, element("legend", { class: "unseen" }, title), children));

/** @param {ListKey} key @returns {import("./tick-list.js").Ticks} */
const ticks = (key) => ({
  key,
  chosen: () => view.state[key],
  onToggle: (value) => {
    const chosen = view.state[key];
    view.onChange({ [key]: chosen.includes(value) ? chosen.filter((item) => item !== value) : [...chosen, value], page: "1" });
  },
});

/**
 * A source of the address that is not in the list must still be seen, to be taken off.
 * @param {Source[]} known
 * @param {string[]} chosen
 */
function sources(known, chosen) {
  const unlisted = chosen.filter((name) => !known.some((source) => source.name === name))
    .map((name) => ({ name, side: "unknown", count: 0 }));
  return [...known, ...unlisted].map(({ name, side, count }) => ({ value: name, label: name, count, icon: sideIcon(sideOf(side), 12) }));
}

function outletList() {
  const { state, outlets } = view;
  const unlisted = state.outlet.filter((name) => !outlets.some((outlet) => outlet.name === name))
    .map((name) => ({ name, side: "unknown", count: 0 }));
  const all = [...outlets, ...unlisted];
  const bySide = SIDES.map((side) => ({ side, members: all.filter((outlet) => sideOf(outlet.side) === side) }));
  return element("div", { class: "outlets" },
    element("p", { class: "hint-text" }, t("outlets_hint")),
    ...bySide.filter(({ members }) => members.length).map(({ side, members }) => {
      const names = members.map(({ name }) => name);
      const others = () => view.state.outlet.filter((name) => !names.includes(name));
      return element("div", { class: "outlet-side" },
        element("div", { class: "outlet-side-title" }, sideIcon(side, 12), element("span", {}, t(`side.${side}`)),
          wholeSide("all", side, () => view.onChange({ outlet: [...others(), ...names], page: "1" })),
          wholeSide("none", side, () => view.onChange({ outlet: others(), page: "1" }))),
        longTickList(members.map(({ name, count }) => ({ value: name, label: name, count })), ticks("outlet"), t("outlet_find")));
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
