// Talks to the OGC API the page stands on; the page knows nothing that other clients cannot ask.

import { FILTERS, dated } from "./state-in-url.js";

/**
 * One claim at one place, as the layer carries it.
 * @typedef {object} ClaimProperties
 * @property {number} claim_id shared by the features of one claim
 * @property {string} claim_type
 * @property {string} modality
 * @property {string | null} place_name
 * @property {string | null} place_as_written
 * @property {string | null} place_id
 * @property {string | null} katottg
 * @property {string | null} oblast
 * @property {string | null} claimant
 * @property {string | null} outlet
 * @property {string | null} publisher
 * @property {string | null} source_side
 * @property {string | null} event_start
 * @property {string | null} event_end
 * @property {string | null} date_precision
 * @property {string | null} statement_date
 * @property {string | null} published
 * @property {string} place_status
 * @property {string} location_precision
 * @property {number | null} radius_m
 * @property {number | null} origin_count
 * @property {number | null} document_count
 * @property {string} quote
 * @property {string | null} document_url
 * @property {number} document_id
 *
 * @typedef {import("./state-in-url.js").State} State
 * @typedef {import("./sides.js").Side} Side
 * @typedef {{id: number, geometry: {type: "Point", coordinates: [number, number]} | null, properties: ClaimProperties}} ClaimFeature
 * @typedef {{name: string, side: string | null, count: number}} Source an outlet or a claimant
 * @typedef {{name: string | null, code: string | null, lon: number, lat: number, points: number, UA: number, RU: number, other: number, unknown: number}} Oblast
 * @typedef {{matched: number, located: number, unlocated: number, undated: number, points: number, bbox: [number, number, number, number] | null, oblasts: Oblast[]}} Summary
 * @typedef {[string, number, number, number, number]} DayRow day, then counts in the order UA, RU, other, unknown
 * @typedef {{text: string, language: string | null, kind: string, valid_from: string | null, valid_to: string | null}} PlaceName
 * @typedef {{id: string, name: string, name_uk: string | null, kind: string, oblast: string | null, katottg: string | null, radius_m: number | null, point: [number, number] | null, names: PlaceName[]}} Place
 * @typedef {ClaimProperties & {feature_id: number, head_start: number | null, head_end: number | null, before: string, after: string}} Told one side of a pair
 * @typedef {{type: string, rule: string, one: Told, other: Told}} Pair
 * @typedef {{place: {id: string, name: string, name_uk: string | null, kind: string, settlement_type: string | null, oblast: string | null, oblast_name: string | null, geometry: {coordinates: [number, number]} | null}, name: {text: string}, claim_count: number | null}} Hit
 */

/** More claims about one place than this are not fetched one by one; the panel says so. */
export const MOST_IN_PANEL = 500;

/** An answer the page can show: what the server said was wrong. */
export class ApiError extends Error {}

/** How the state's filters are called by the API. */
const PARAMETER = /** @type {Record<string, string>} */ ({
  outlet: "outlet", claimant: "claimant", side: "side", type: "claim_type", modality: "modality",
  precision: "location_precision", oblast: "place", q: "q",
});

/**
 * @param {string} value
 * @returns {string} the value as one of a list, though it may hold a comma
 */
const inOne = (value) => (/^\s*"|,/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

/**
 * @param {State} state
 * @param {{dates?: boolean, located?: boolean}} [how] without the dates; only what has a place, or has none
 * @returns {URLSearchParams} the filters as query parameters, the same for layers, tiles and files
 */
export function filterQuery(state, { dates = true, located } = {}) {
  const query = new URLSearchParams();
  if (dates && dated(state)) query.set("datetime", `${state.from || ".."}/${state.to || ".."}`);
  if (state.time !== "event" && (!dates || dated(state))) query.set("time", state.time);
  for (const key of FILTERS) {
    const name = PARAMETER[key];
    if (!name) continue;
    const values = state[key];
    if (Array.isArray(values)) values.forEach((value) => query.append(name, name === "outlet" ? inOne(value) : value));
    else if (values) query.append(name, values);
  }
  if (state.disputed) query.set("disputed", "true");
  if (located !== undefined) query.set("located", String(located));
  return query;
}

/**
 * @param {string} path
 * @param {URLSearchParams} query
 */
export function address(path, query) {
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

/**
 * @param {string} path
 * @param {AbortSignal} [signal]
 */
async function getJson(path, signal) {
  const response = await fetch(path, { signal, headers: { accept: "application/geo+json, application/json" } });
  const body = await response.json().catch(() => null);
  if (response.ok && body) return body;
  throw new ApiError(body?.detail ?? body?.title ?? `${response.status} ${response.statusText}`);
}

/**
 * @param {State} state
 * @param {AbortSignal} [signal]
 * @returns {Promise<Summary>}
 */
export async function fetchSummary(state, signal) {
  const body = await getJson(address("summary", filterQuery(state)), signal);
  return {
    matched: body.numberMatched, located: body.numberLocated, unlocated: body.numberUnlocated,
    undated: body.numberUndated, bbox: body.bbox, oblasts: body.oblasts,
    points: body.oblasts.reduce((/** @type {number} */ sum, /** @type {Oblast} */ { points }) => sum + points, 0),
  };
}

/**
 * @param {State} state
 * @param {AbortSignal} [signal]
 * @returns {Promise<DayRow[]>} in the order of days
 */
export async function fetchDays(state, signal) {
  return (await getJson(address("histogram", filterQuery(state, { dates: false })), signal)).days;
}

/**
 * @param {State} state
 * @param {{located: boolean, limit: number, signal?: AbortSignal}} how
 * @returns {Promise<ClaimFeature[]>} one page of the list
 */
export async function fetchRows(state, { located, limit, signal }) {
  const query = filterQuery(state, { located });
  query.set("sortby", state.sort);
  query.set("limit", String(limit));
  query.set("offset", String((Number(state.page) - 1) * limit));
  return (await getJson(address("table", query), signal)).features;
}

/**
 * @param {State} state
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>} sectors and lines as a FeatureCollection
 */
export const fetchShapes = (state, signal) => getJson(address("shapes", filterQuery(state, { located: true })), signal);

/** @param {string} place one id, or several of places at one point */
export const placeIds = (place) => place.split("|").filter(Boolean);

/**
 * The claims about one place under the filters, the latest first.
 * @param {State} state
 * @param {string} place id, or several with "|" between them
 * @param {AbortSignal} [signal]
 * @returns {Promise<{features: ClaimFeature[], matched: number}>}
 */
export async function fetchPlaceClaims(state, place, signal) {
  const query = filterQuery(state, { located: true });
  for (const id of placeIds(place)) query.append("place_id", id);
  query.set("dates", "all");
  query.set("count", "exact");
  query.set("limit", String(MOST_IN_PANEL));
  const body = await getJson(address("collections/claims/items", query), signal);
  return { features: body.features, matched: body.numberMatched };
}

/**
 * @param {string} id
 * @param {AbortSignal} [signal]
 * @returns {Promise<Place>}
 */
export async function fetchPlace(id, signal) {
  const { properties: p, geometry, names } = await getJson(`places/${encodeURIComponent(id)}`, signal);
  return { id: p.id, name: p.name, name_uk: p.name_uk, kind: p.kind, oblast: p.oblast, katottg: p.katottg,
    radius_m: p.radius_m, point: geometry?.coordinates ?? null, names };
}

/**
 * @param {string} id
 * @param {AbortSignal} [signal]
 * @returns {Promise<{known: boolean, pairs: Pair[]}>} claims about the place that contradict or deny one
 *   another; `known`: whether the place has a record
 */
export async function fetchPairs(id, signal) {
  const { place_id: known, pairs } = await getJson(`places/${encodeURIComponent(id)}/contradictions`, signal);
  return { known: known !== null, pairs };
}

/**
 * @param {number} feature
 * @returns {Promise<any>} the claim with all that stands behind it
 */
export const fetchClaim = async (feature) => (await getJson(`collections/claims/items/${feature}`)).claim;

/** @returns {Promise<Source[]>} outlets that carry a claim; others are publishers only */
export async function fetchOutlets() {
  const { outlets } = await getJson("outlets");
  return outlets.map((/** @type {any} */ { name, side, feature_count: count }) => ({ name, side, count }))
    .filter((/** @type {Source} */ { count }) => count > 0);
}

/** @returns {Promise<Source[]>} who is named as saying something */
export async function fetchClaimants() {
  const { claimants } = await getJson("claimants");
  return claimants.map((/** @type {any} */ { name, side, feature_count: count }) => ({ name, side, count }));
}

/**
 * @param {string} text as typed, in any spelling and script
 * @param {AbortSignal} [signal]
 * @returns {Promise<Hit[]>}
 */
export async function searchPlaces(text, signal) {
  const query = new URLSearchParams({ q: text, limit: "8" });
  return (await getJson(address("gazetteer/search", query), signal)).hits;
}
