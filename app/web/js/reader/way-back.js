// The way back to the map as it was left: its address holds its state.

/** @returns {URL | null} the address of the map that led here; null where something else did */
export function cameFrom() {
  if (!document.referrer) return null;
  const from = new URL(document.referrer);
  const map = new URL("../", location.href);
  return from.origin === map.origin && from.pathname === map.pathname ? from : null;
}

/** @param {string} language chosen here or on the map; "" for none @returns {string} */
export function mapAddress(language) {
  const url = cameFrom() ?? new URL("../", location.href);
  if (language) url.searchParams.set("lang", language);
  return url.href;
}
