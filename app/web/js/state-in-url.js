// The page's state and its form in the address: what you see can be copied, bookmarked, gone back to.

/**
 * @typedef {object} State
 * @property {"map" | "list" | "unlocated"} view
 * @property {"event" | "statement" | "publication"} time which time the dates mean
 * @property {string} from first day, YYYY-MM-DD or ""
 * @property {string} to last day, YYYY-MM-DD or ""
 * @property {string[]} outlet
 * @property {string[]} claimant
 * @property {string[]} side
 * @property {string[]} type
 * @property {string[]} modality
 * @property {string[]} precision
 * @property {string[]} oblast codes
 * @property {string} q words in the quoted sentence
 * @property {string} disputed "1" for claims that contradict one another only, else ""
 * @property {string} place key of the open place or ""
 * @property {string} sort column of the list, "-" before it for descending
 * @property {string} page of the list, from "1"
 * @property {string} lang
 * @property {string} map zoom/latitude/longitude or "" for "all claims in sight"
 * @property {string} embed "1" inside somebody's page
 */

/** @type {Readonly<State>} */
export const DEFAULTS = Object.freeze({
  view: "map", time: "event", from: "", to: "", outlet: [], claimant: [], side: [], type: [], modality: [],
  precision: [], oblast: [], q: "", disputed: "",
  place: "", sort: "-event", page: "1", lang: "", map: "", embed: "",
});

/** What narrows the set of claims; the rest only changes how they are shown. */
export const FILTERS = /** @type {const} */ (["from", "to", "outlet", "claimant", "side", "type", "modality",
  "precision", "oblast", "q", "disputed"]);
/** The days that the address may name: what is beyond no calendar has. */
const DAYS = { first: "1000-01-01", last: "2999-12-31" };

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TIMES = ["event", "statement", "publication"];
const MAP = /^\d+(\.\d+)?\/-?\d+(\.\d+)?\/-?\d+(\.\d+)?$/;

/**
 * Whether a value read from the address is one the page can act on; others are left out.
 * @type {Partial<Record<keyof State, (value: string) => boolean>>}
 */
const VALID = {
  view: (value) => ["map", "list", "unlocated"].includes(value),
  time: (value) => TIMES.includes(value),
  from: isDay,
  to: isDay,
  oblast: (value) => /^UA\d{2}$/.test(value),
  disputed: (value) => value === "1",
  embed: (value) => value === "1",
  page: (value) => /^[1-9]\d{0,5}$/.test(value),
  sort: (value) => /^-?[a-z]+$/.test(value),
  map: isPosition,
};

/** @param {string} value */
function isDay(value) {
  const parsed = DAY.test(value) ? new Date(`${value}T00:00:00Z`) : null;
  if (!parsed || Number.isNaN(parsed.getTime())) return false;
  // The thirtieth of February would be read as a day in March.
  return parsed.toISOString().startsWith(value) && value >= DAYS.first && value <= DAYS.last;
}

/** @param {string} value */
function isPosition(value) {
  const [zoom, lat, lon] = value.split("/").map(Number);
  return MAP.test(value) && zoom <= 22 && Math.abs(lat) <= 85 && Math.abs(lon) <= 180;
}

/** The API's parameters that the page has under a name of its own; their values stand between commas. */
const OF_API = /** @type {const} */ ({ claim_type: "type", location_precision: "precision" });

/**
 * A query of the API in the page's words, so that its filters may be pasted into the page's address.
 * @param {string} search
 */
function inOurWords(search) {
  const query = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(search)) {
    if (name in OF_API) {
      const ours = OF_API[/** @type {keyof typeof OF_API} */ (name)];
      for (const word of value.split(",")) query.append(ours, word.trim());
    } else if (name === "datetime") {
      const [from, to = from] = value.split("/").map((end) => end.slice(0, 10));
      query.append("from", from);
      query.append("to", to);
    } else if (name === "place" && VALID.oblast?.(value)) query.append("oblast", value);
    else query.append(name, name === "disputed" && value === "true" ? "1" : value);
  }
  return query;
}

/**
 * @param {string} search `location.search`
 * @returns {State}
 */
export function readState(search) {
  const query = inOurWords(search);
  /** @type {Record<string, any>} */
  const state = {};
  for (const [key, standard] of Object.entries(DEFAULTS)) {
    const valid = VALID[/** @type {keyof State} */ (key)] ?? ((value) => value !== "");
    const values = query.getAll(key).filter(valid);
    state[key] = Array.isArray(standard) ? values : (values[0] ?? standard);
  }
  return /** @type {State} */ (state);
}

/**
 * @param {State} state
 * @returns {string} the query with its "?", or "" for the plain page
 */
export function writeState(state) {
  const query = new URLSearchParams();
  for (const [key, standard] of Object.entries(DEFAULTS)) {
    const value = state[/** @type {keyof State} */ (key)];
    if (Array.isArray(value)) value.forEach((item) => query.append(key, item));
    else if (value !== standard) query.set(key, value);
  }
  const text = query.toString();
  return text && `?${text}`;
}

/**
 * @param {State} state
 * @returns {string} equal for equal sets of claims
 */
export function filterKey(state) {
  return JSON.stringify([dated(state) ? state.time : "", ...FILTERS.map((key) => state[key])]);
}

/**
 * @param {State} state
 * @returns {boolean} whether a range of days narrows the claims
 */
export const dated = (state) => Boolean(state.from || state.to);

/** Holds the state, writes it to the address, tells listeners, and follows Back and Forward. */
export class StateStore extends EventTarget {
  constructor() {
    super();
    /** @type {State} */
    this.state = readState(location.search);
    addEventListener("popstate", () => {
      this.state = readState(location.search);
      this.#tell();
    });
  }

  /**
   * @param {Partial<State>} change
   * @param {{replace?: boolean, silent?: boolean}} [how] `replace`: no step for Back (map moves,
   *   typing); `silent`: nobody needs to redraw
   */
  update(change, { replace = false, silent = false } = {}) {
    const before = writeState(this.state);
    this.state = { ...this.state, ...change };
    const after = writeState(this.state);
    if (after === before) return;
    history[replace ? "replaceState" : "pushState"](null, "", after || location.pathname);
    if (!silent) this.#tell();
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}
