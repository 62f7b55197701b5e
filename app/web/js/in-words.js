// The view in words, for pictures and titles: what is filtered, and for which days.

import { date, t } from "./i18n.js";
import { dated } from "./state-in-url.js";

/** @typedef {import("./state-in-url.js").State} State */

/** Filters and how their values are worded. @type {[keyof State, string, string | null][]} */
const LISTS = [["side", "sides", "side"], ["outlet", "outlets", null], ["claimant", "claimants", null], ["type", "types", "type"],
  ["modality", "modalities", "modality"], ["precision", "precisions", "precision"], ["oblast", "oblasts", "oblast"]];

/** @param {State} state @returns {string} */
export function daysInWords(state) {
  const time = t(`time.${state.time}`);
  if (!dated(state)) return `${time}: ${t("preset.all")}`;
  const range = state.from && state.to ? `${date(state.from)} – ${date(state.to)}`
    : state.from ? t("date_since", { date: date(state.from) }) : t("date_until", { date: date(state.to) });
  return `${time}: ${range}`;
}

/** @param {State} state @returns {string[]} one line for each filter; none where nothing is filtered */
export function filtersInWords(state) {
  const lists = LISTS.filter(([key]) => state[key].length).map(([key, label, words]) => {
    const values = /** @type {string[]} */ (state[key]);
    return `${t(label)}: ${values.map((value) => (words ? t(`${words}.${value}`) : value)).join(", ")}`;
  });
  if (state.q) lists.push(`${t("search")}: ${state.q}`);
  if (state.disputed) lists.push(t("only_disputed"));
  return lists;
}
