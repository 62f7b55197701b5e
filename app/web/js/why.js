// "Why this place?": what the report calls it, what else it could have been, and what decided.

import { fetchClaim } from "./api.js";
import { element, fill } from "./dom.js";
import { facts, location } from "./facts.js";
import { t } from "./i18n.js";
import { reasonInWords } from "./reasons.js";

/** @typedef {import("./api.js").ClaimFeature} ClaimFeature */
/** @typedef {{name: string, name_uk?: string | null}} Named */

/**
 * A part that is folded until it is asked for, and only then fetched.
 * @param {ClaimFeature} feature
 */
export function whyThisPlace(feature) {
  const body = element("div", { class: "why-body" });
  let asked = false;
  const ask = async (/** @type {Event} */ event) => {
    if (asked || !(/** @type {HTMLDetailsElement} */ (event.target).open)) return;
    asked = true;
    fill(body, element("p", {}, t("loading")));
    try {
      const claim = await fetchClaim(feature.id);
      fill(body, ...reasons(claim, feature));
    } catch (error) {
      asked = false;
      fill(body, element("p", { role: "alert" }, t("failed", { reason: error instanceof Error ? error.message : String(error) })));
    }
  };
  return element("details", { class: "why", on: { toggle: ask } }, element("summary", {}, t("why_place")), body);
}

/**
 * @param {any} claim as the item has it
 * @param {ClaimFeature} feature
 * @returns {Node[]}
 */
function reasons(claim, { properties: p }) {
  const place = claim.places.find((/** @type {any} */ { place_id: id }) => id === p.place_id) ?? claim.places[0];
  const mention = place?.mention;
  const runners = (mention?.candidates ?? []).filter((/** @type {any} */ { place_id: id }) => id !== p.place_id);
  return [
    facts([
      [t("written"), p.place_as_written],
      [t("precision"), location(p)],
      [t("relation"), place && !["at", "in"].includes(place.relation) ? t(`relation.${place.relation}`) : null],
      [t("score"), mention?.score ? percent(mention.score) : null],
    ]),
    list(mention?.reasons, claim.places),
    runners.length ? element("h5", {}, t("runners_up")) : null,
    runners.length ? element("ul", { class: "runners" }, ...runners.slice(0, 4).map(runner)) : null,
    element("h5", {}, t("chain")),
    element("ol", { class: "chain" }, ...claim.attribution_chain.map(chainLink)),
  ].filter((node) => node !== null);
}

/** @param {Named} place */
const localName = ({ name, name_uk: native }) => (document.documentElement.lang === "uk" ? native ?? name : name);

/** @param {any} candidate */
export function runner(candidate) {
  const where = candidate.oblast ? t(`oblast.${candidate.oblast}`) : "";
  const sure = typeof candidate.score === "number" ? ` · ${percent(candidate.score)}` : "";
  return element("li", {}, element("strong", { dir: "auto" }, localName(candidate)), where && ` (${where})`, sure, list(candidate.reasons, [candidate]));
}

/**
 * @param {{text: string}[] | undefined} reasons in English, as the gazetteer gives them
 * @param {Named[]} [places] that the reasons speak of
 */
export function list(reasons, places = []) {
  if (!reasons?.length) return null;
  const names = Object.fromEntries(places.map((place) => [place.name, localName(place)]));
  return element("ul", {}, ...reasons.map(({ text }) => {
    const told = reasonInWords(text, names);
    return element("li", { lang: told.lang, dir: "auto" }, told.text);
  }));
}

/** @param {any} link of the attribution chain */
const chainLink = (link) => element("li", {},
  element("span", { class: "role" }, t(`role.${link.role}`)), " ", element("strong", { dir: "auto" }, link.name ?? t("not_named")),
  link.cue ? element("q", { dir: "auto" }, link.cue.text) : null);

/** @param {number} share */
export const percent = (share) => new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(share);
