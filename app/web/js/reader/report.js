// A report as the API has it, with its spans turned into positions of JavaScript's strings.

import { ApiError } from "../api.js";

/**
 * @typedef {{start: number, end: number}} Span
 * @typedef {Span & {text: string}} Words a span with the words it covers
 * @typedef {{role: string, name: string | null, as_written: string, title: string | null, side: string, kind: string | null, basis: string, cue: Words | null}} ChainLink
 * @typedef {{start: string | null, end: string | null, precision: string, basis: string, year_inferred: boolean, text: Words | null}} Time
 * @typedef {{role: string, relation: string, distance_km: number | null, status: string, place_id: string | null, location_precision: string, radius_m: number | null, start: number | null, end: number | null}} ClaimedPlace
 * @typedef {{what: string, minimum: number | null, maximum: number | null, unit: string | null, bound: string | null, whose: string, text: string, span_start: number, span_end: number}} Quantity
 * @typedef {{id: number, version: number, change_reason: string, href: string | null, type: string, rule: string, modality: string, modality_cue: Words | null, sentence: Span, head: Words, source_side: string, actor_side: string, benefit_side: string, attribution_chain: ChainLink[], places: ClaimedPlace[], event: Time, statement: Time, quantities: Quantity[]}} Claim
 * @typedef {{text: string}[]} Reasons
 * @typedef {{reasons: Reasons, candidates: {place_id: string, name: string, name_uk: string | null, oblast: string | null, score: number, reasons: Reasons}[]}} Meanings what a name could mean, and what decided
 * @typedef {Words & {id: number, kind: string, status: string, place_id: string | null, score: number, reason: string, meanings?: Promise<Meanings>}} Mention `meanings` once they were asked for
 * @typedef {{place_id: string, name: string, name_uk: string | null, kind: string, katottg: string | null, oblast: string | null}} PlaceRecord
 * @typedef {{publisher: string | null, url: string | null, title: string | null, published: string | null}} Copy
 * @typedef {{id: number, title: string | null, url: string | null, language: string | null, published: string | null, publisher: string | null, text: string, copies: Copy[], mentions: Mention[], readings: Claim[], places: PlaceRecord[]}} Report
 */

/** @param {string} address @returns {Promise<any>} */
export async function fetchJson(address) {
  const response = await fetch(address, { headers: { accept: "application/json" } });
  const body = await response.json().catch(() => null);
  if (response.ok && body) return body;
  throw new ApiError(body?.detail ?? `${response.status} ${response.statusText}`);
}

/** @returns {Promise<Report>} the report at this page's address */
export const fetchReport = async () => inUnits(await fetchJson(`${location.pathname}?f=json`));

/**
 * Asked for once; after a failure again.
 * @param {Report} report @param {Mention} mention
 * @returns {Promise<Meanings>}
 */
export function meaningsOf(report, mention) {
  mention.meanings ??= fetchJson(`${report.id}/mentions/${mention.id}`).catch((error) => {
    delete mention.meanings;
    throw error;
  });
  return mention.meanings;
}

/**
 * The report with its offsets, which count code points, as offsets into the string.
 * @param {Report} report
 * @returns {Report}
 */
export function inUnits(report) {
  const unit = unitOf(report.text);
  const move = (/** @type {any} */ span, from = "start", to = "end") => {
    if (typeof span?.[from] !== "number" || typeof span[to] !== "number") return;
    span[from] = unit(span[from]);
    span[to] = unit(span[to]);
  };
  report.mentions.forEach((mention) => move(mention));
  for (const claim of report.readings) {
    for (const span of [claim.sentence, claim.head, claim.modality_cue, claim.event.text, claim.statement.text,
      ...claim.attribution_chain.map(({ cue }) => cue), ...claim.places]) move(span);
    claim.quantities.forEach((quantity) => move(quantity, "span_start", "span_end"));
  }
  return report;
}

/** @param {string} text @param {number} unit offset into the string @returns {number} the same in code points */
export const pointOf = (text, unit) => unit - (text.slice(0, unit).match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);

/**
 * @param {string} text
 * @returns {(point: number) => number} from an offset in code points to one in the string
 */
export function unitOf(text) {
  /** @type {number[]} code point offsets of the characters that take two units */
  const wide = [];
  for (const match of text.matchAll(/[\u{10000}-\u{10ffff}]/gu)) wide.push(match.index - wide.length);
  return (point) => {
    let [low, high] = [0, wide.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (wide[middle] < point) low = middle + 1;
      else high = middle;
    }
    return Math.min(point + low, text.length);
  };
}
