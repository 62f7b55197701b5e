// Turns features into what the page shows: claims, and the points they stand on.

import { SIDES, sideOf } from "./sides.js";

/** @typedef {import("./api.js").ClaimFeature} ClaimFeature */
/** @typedef {import("./sides.js").Side} Side */

/**
 * A claim with every place it names.
 * @typedef {object} Claim
 * @property {number} id
 * @property {import("./api.js").ClaimProperties} properties of its first feature; what concerns the
 *   claim is the same in all
 * @property {ClaimFeature[]} features one per place
 */

/**
 * One symbol on the map: everything claimed at one point.
 * @typedef {object} Site
 * @property {string} key place code, else the point itself
 * @property {string} name
 * @property {[number, number]} point longitude, latitude
 * @property {ClaimFeature[]} features
 * @property {Claim[]} claims
 * @property {Record<Side, number>} counts claims by side of the source
 * @property {boolean} settlement false if every claim here names a wider area only
 * @property {number} radius metres, the widest of its claims; 0 if none is given
 */

/**
 * @param {ClaimFeature[]} features
 * @returns {Claim[]} in order of first appearance
 */
export function claimsOf(features) {
  /** @type {Map<number, Claim>} */
  const claims = new Map();
  for (const feature of features) {
    const id = feature.properties.claim_id;
    const claim = claims.get(id);
    if (claim) claim.features.push(feature);
    else claims.set(id, { id, properties: feature.properties, features: [feature] });
  }
  return [...claims.values()];
}

/**
 * Group by point, because symbols on one point could never be told apart at any zoom.
 * @param {ClaimFeature[]} features
 * @returns {Site[]}
 */
export function sitesOf(features) {
  /** @type {Map<string, ClaimFeature[]>} */
  const groups = new Map();
  for (const feature of features) {
    if (!feature.geometry) continue;
    const point = feature.geometry.coordinates.map((degrees) => degrees.toFixed(5)).join(",");
    const group = groups.get(point);
    if (group) group.push(feature);
    else groups.set(point, [feature]);
  }
  return [...groups].map(([point, group]) => siteOf(point, group));
}

/**
 * @param {string} point
 * @param {ClaimFeature[]} features
 * @returns {Site}
 */
function siteOf(point, features) {
  const claims = claimsOf(features);
  const counts = /** @type {Record<Side, number>} */ (Object.fromEntries(SIDES.map((s) => [s, 0])));
  for (const claim of claims) counts[sideOf(claim.properties.source_side)] += 1;
  const names = new Set(features.map(({ properties: p }) => p.place_name ?? p.place_as_written));
  return {
    key: features.find(({ properties }) => properties.place_id)?.properties.place_id ?? point,
    name: [...names].filter(Boolean).join(" / "),
    point: /** @type {{coordinates: [number, number]}} */ (features[0].geometry).coordinates,
    features,
    claims,
    counts,
    settlement: features.some(({ properties }) => properties.location_precision === "settlement"),
    radius: Math.max(0, ...features.map(({ properties }) => properties.radius_m ?? 0)),
  };
}

/**
 * The site a key from the address means.
 * @param {Site[]} sites
 * @param {string} key
 */
export function findSite(sites, key) {
  return sites.find((site) => site.key === key)
    ?? sites.find((site) => site.features.some(({ properties }) => properties.place_id === key));
}

/**
 * @param {Site[]} sites
 * @returns {[[number, number], [number, number]] | null} south-west and north-east corner
 */
export function boundsOf(sites) {
  if (!sites.length) return null;
  const lons = sites.map(({ point }) => point[0]);
  const lats = sites.map(({ point }) => point[1]);
  return [[Math.min(...lons), Math.min(...lats)], [Math.max(...lons), Math.max(...lats)]];
}
