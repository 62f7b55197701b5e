// The way back to the map as it was left: its address holds its state.

/** The map's address, wherever this page stands. */
const MAP = new URL("../../../", import.meta.url);
/** Where the address of the map is kept for the pages that one report leads to. */
const KEY = "claimatlas-map";

/** @returns {URL | null} the address of the map that led here; null where something else did */
export function cameFrom() {
  const from = document.referrer ? new URL(document.referrer) : null;
  try {
    if (from && from.origin === MAP.origin && from.pathname === MAP.pathname) sessionStorage.setItem(KEY, from.href);
    const kept = sessionStorage.getItem(KEY);
    return kept ? new URL(kept) : null;
  } catch { // a browser that keeps nothing
    return from?.pathname === MAP.pathname && from.origin === MAP.origin ? from : null;
  }
}

/** @param {string} language chosen here or on the map; "" for none @returns {string} */
export function mapAddress(language) {
  const url = cameFrom() ?? new URL(MAP);
  if (language) url.searchParams.set("lang", language);
  return url.href;
}
