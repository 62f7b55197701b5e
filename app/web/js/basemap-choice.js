// Which basemap: an online style where the operator has set one and it answers, else our own.

import { basemapStyle } from "./basemap.js";

const PATIENCE_MS = 4000;
export const OFFLINE_ATTRIBUTION = "Natural Earth · GSHHG · GeoNames";

/**
 * @param {string} lang
 * @returns {Promise<{style: any, attribution: string}>}
 */
export async function chooseBasemap(lang) {
  const address = document.querySelector("meta[name=map-style]")?.getAttribute("content");
  const offline = { style: basemapStyle(lang), attribution: OFFLINE_ATTRIBUTION };
  if (!address) return offline;
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS), referrerPolicy: "no-referrer" });
    const style = response.ok ? await response.json() : null;
    if (Array.isArray(style?.layers)) return { style, attribution: "" };
    console.warn(`the map style at ${address} is of no use; the offline one is shown`);
  } catch {
    console.warn(`the map style at ${address} does not answer; the offline one is shown`);
  }
  return offline;
}
