// Talks to the OGC API the page stands on; the page knows nothing that other clients cannot ask.

import { FILTERS } from "./state-in-url.js";

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
 *
 * @typedef {{id: number, geometry: {type: "Point", coordinates: [number, number]} | null, properties: ClaimProperties}} ClaimFeature
 * @typedef {{name: string, side: string | null, claim_count: number}} Outlet
 * @typedef {import("./state-in-url.js").State} State
 */

const ITEMS = "collections/claims/items";
const PAGE = 5000;
/** More features than this are not fetched one by one; the page says so. */
const MOST = 20000;

/** An answer the page can show: what the server said was wrong. */
export class ApiError extends Error {}

/** How the state's filters are called by the API. */
const PARAMETER = { outlet: "outlet", side: "side", type: "claim_type", modality: "modality", q: "q" };

/**
 * @param {State} state
 * @returns {URLSearchParams} the filters as query parameters of the items endpoint
 */
export function filterQuery(state) {
  const query = new URLSearchParams();
  if (state.from || state.to) query.set("datetime", `${state.from || ".."}/${state.to || ".."}`);
  for (const key of FILTERS) {
    const name = PARAMETER[/** @type {keyof typeof PARAMETER} */ (key)];
    if (!name || !state[key].length) continue;
    for (const value of [state[key]].flat()) query.append(name, value);
  }
  return query;
}

/**
 * @param {State} state
 * @param {string} [format]
 * @returns {string} address of the same claims for other programs
 */
export function downloadAddress(state, format = "") {
  const query = filterQuery(state);
  if (format) query.set("f", format);
  const text = query.toString();
  return text ? `${ITEMS}?${text}` : ITEMS;
}

/**
 * @param {string} address
 * @param {AbortSignal} [signal]
 */
async function getJson(address, signal) {
  const response = await fetch(address, { signal, headers: { accept: "application/geo+json, application/json" } });
  const body = await response.json().catch(() => null);
  if (response.ok && body) return body;
  throw new ApiError(body?.detail ?? body?.title ?? `${response.status} ${response.statusText}`);
}

/**
 * All features that match, page by page along the `next` links.
 * @param {State} state
 * @param {{signal?: AbortSignal, onProgress?: (fetched: number, matched: number) => void}} [options]
 * @returns {Promise<{features: ClaimFeature[], matched: number, undated: number}>} `undated`: features
 *   left out by the range of dates because theirs is not known
 */
export async function fetchClaims(state, { signal, onProgress } = {}) {
  const query = filterQuery(state);
  query.set("limit", String(PAGE));
  query.set("dates", "all");
  query.set("count", "exact");
  /** @type {ClaimFeature[]} */
  const features = [];
  let matched = 0;
  let undated = 0;
  let search = `?${query}`;
  while (search && features.length < MOST) {
    const page = await getJson(ITEMS + search, signal);
    features.push(...page.features);
    matched = page.numberMatched ?? features.length;
    undated = page.numberUndated ?? 0;
    onProgress?.(features.length, matched);
    const next = page.links?.find((/** @type {{rel: string}} */ link) => link.rel === "next");
    // Only the query of the link: behind a proxy the server may know itself by another name.
    search = next ? new URL(next.href, document.baseURI).search : "";
  }
  return { features, matched: Math.max(matched, features.length), undated };
}

/** @returns {Promise<Outlet[]>} those that carry a claim; others are publishers only */
export async function fetchOutlets() {
  const body = await getJson("outlets");
  return body.outlets.filter((/** @type {Outlet} */ outlet) => outlet.claim_count > 0);
}
