// The page's state and its form in the address: what you see can be copied, bookmarked, gone back to.

/**
 * @typedef {object} State
 * @property {"map" | "list" | "unlocated"} view
 * @property {string} from first day of the event range, YYYY-MM-DD or ""
 * @property {string} to last day, YYYY-MM-DD or ""
 * @property {string[]} outlet
 * @property {string[]} side
 * @property {string[]} type
 * @property {string[]} modality
 * @property {string} q words in the quoted sentence
 * @property {string} place key of the open place or ""
 * @property {string} sort column of the list, "-" before it for descending
 * @property {string} lang
 * @property {string} map zoom/latitude/longitude or "" for "all claims in sight"
 */

/** @type {Readonly<State>} */
export const DEFAULTS = Object.freeze({
  view: "map", from: "", to: "", outlet: [], side: [], type: [], modality: [], q: "",
  place: "", sort: "-event", lang: "", map: "",
});

/** What narrows the set of claims; the rest only changes how they are shown. */
export const FILTERS = /** @type {const} */ (["from", "to", "outlet", "side", "type", "modality", "q"]);

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MAP = /^\d+(\.\d+)?\/-?\d+(\.\d+)?\/-?\d+(\.\d+)?$/;

/**
 * Whether a value read from the address is one the page can act on; others are left out.
 * @type {Partial<Record<keyof State, (value: string) => boolean>>}
 */
const VALID = {
  view: (value) => ["map", "list", "unlocated"].includes(value),
  from: (value) => DAY.test(value) && !Number.isNaN(Date.parse(value)),
  to: (value) => DAY.test(value) && !Number.isNaN(Date.parse(value)),
  map: (value) => MAP.test(value),
};

/**
 * @param {string} search `location.search`
 * @returns {State}
 */
export function readState(search) {
  const query = new URLSearchParams(search);
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
  return JSON.stringify(FILTERS.map((key) => state[key]));
}

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
