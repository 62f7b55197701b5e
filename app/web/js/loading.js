// What the page has fetched, each part by what it depends on. Nothing here draws.

import { fetchClaimants, fetchDays, fetchOutlets, fetchPairs, fetchPlace, fetchPlaceClaims, fetchRows, fetchShapes, fetchSummary, placeIds } from "./api.js";
import { Latest } from "./latest.js";
import { filterKey } from "./state-in-url.js";
import { ROWS } from "./table.js";

/** @typedef {import("./state-in-url.js").State} State */
/** @typedef {import("./api.js").Source} Source */
/** @typedef {{place: import("./api.js").Place | null, features: import("./api.js").ClaimFeature[], matched: number, pairs: import("./api.js").Pair[]}} PlaceData */

export class Claims {
  /** @type {Latest<import("./api.js").Summary>} */ summary = new Latest();
  /** @type {Latest<import("./api.js").DayRow[]>} */ days = new Latest();
  /** @type {Latest<import("./api.js").ClaimFeature[]>} */ rows = new Latest();
  /** @type {Latest<any>} */ shapes = new Latest();
  /** @type {Latest<PlaceData>} */ place = new Latest();
  /** @type {Source[]} */ outlets = [];
  /** @type {Source[]} */ claimants = [];

  /** @param {State} state */
  getSummary(state) {
    return this.summary.get(filterKey(state), (signal) => fetchSummary(state, signal));
  }

  /** The dates are set aside: the timeline shows where they lie. @param {State} state */
  getDays(state) {
    const key = state.time + filterKey({ ...state, from: "", to: "" });
    return this.days.get(key, (signal) => fetchDays(state, signal));
  }

  /** @param {State} state */
  getShapes(state) {
    return this.shapes.get(filterKey(state), (signal) => fetchShapes(state, signal));
  }

  /** @param {State} state */
  getRows(state) {
    const located = state.view !== "unlocated";
    return this.rows.get(rowsKey(state), (signal) => fetchRows(state, { located, limit: ROWS, signal }));
  }

  /** @param {State} state */
  getPlace(state) {
    const { place: id } = state;
    return this.place.get(placeKey(state), async (signal) => {
      const [found, told] = await Promise.all([
        fetchPlaceClaims(state, id, signal),
        Promise.all(placeIds(id).map((each) => fetchPairs(each, signal))),
      ]);
      // A place of the gazetteer of which nobody speaks may be in no layer.
      const place = told[0]?.known ? await fetchPlace(placeIds(id)[0], signal) : null;
      return { ...found, place, pairs: told.flatMap(({ pairs }) => pairs) };
    });
  }

  async getSources() {
    [this.outlets, this.claimants] = await Promise.all([fetchOutlets(), fetchClaimants()]);
  }
}

/** @param {State} state @returns {string} equal for equal pages of the list */
export const rowsKey = (state) => [filterKey(state), state.view === "unlocated", state.sort, state.page].join("|");

/** @param {State} state @returns {string} equal for equal contents of the panel */
export const placeKey = (state) => (state.place ? [state.place, filterKey(state)].join("|") : "");
