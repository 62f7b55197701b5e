// Taking the view along: its address, its code for another page, its claims as files, its picture.

import { address, filterQuery } from "./api.js";
import { byId, element, fill } from "./dom.js";
import { t } from "./i18n.js";
import { writeState } from "./state-in-url.js";

/** @typedef {import("./state-in-url.js").State} State */

/** Suffixes of the files, and how they are called. @type {[string, string][]} */
const FILES = [["csv", "CSV"], ["geojson", "GeoJSON"], ["xlsx", "XLSX"], ["gpkg", "GeoPackage"]];

/**
 * @param {HTMLElement} container
 * @param {() => Promise<Blob>} draw makes the picture
 */
export function buildShare(container, draw) {
  const message = element("p", { role: "status", class: "share-message", id: "share-message" });
  const button = (/** @type {string} */ id, /** @type {() => Promise<void>} */ run) => element("button", { type: "button", class: "quiet", id,
    on: { click: () => run().catch((error) => { message.textContent = t("not_done", { reason: error.message }); }) } }, t(id));
  const copy = async (/** @type {string} */ text) => {
    const field = /** @type {HTMLInputElement} */ (byId("share-text"));
    field.value = text;
    field.select();
    // The clipboard is closed to pages without a secure address; there the text stays selected.
    if (navigator.clipboard) await navigator.clipboard.writeText(text);
    else document.execCommand("copy");
    message.textContent = t("copied");
  };
  fill(container,
    element("summary", { class: "quiet" }, element("span", { class: "share-long" }, t("share")), element("span", { class: "share-short" }, t("share_short"))),
    element("div", { class: "share-body" },
      element("input", { type: "text", id: "share-text", readonly: true, "aria-label": t("copy_link") }),
      element("div", { class: "share-row" },
        button("copy_link", () => copy(location.href)),
        button("copy_embed", () => copy(`<iframe src="${embedAddress()}" width="800" height="560" title="claimatlas"></iframe>`))),
      element("h2", {}, t("download")),
      element("div", { class: "share-row" },
        ...FILES.map(([suffix, label]) => element("a", { class: "quiet", id: `download-${suffix}`, download: `claims.${suffix}` }, label)),
        button("picture", async () => save(await draw(), "claims.png"))),
      message));
  container.addEventListener("toggle", () => {
    /** @type {HTMLInputElement} */ (byId("share-text")).value = location.href;
    message.textContent = "";
  });
}

/** The address of the view inside somebody's page, safe within an attribute. */
function embedAddress() {
  const url = new URL(location.href);
  url.searchParams.set("embed", "1");
  return url.href.replaceAll("&", "&amp;").replaceAll('"', "%22");
}

/** @param {State} state */
export function updateShare(state) {
  const query = filterQuery(state, state.view === "unlocated" ? { located: false } : {});
  for (const [suffix] of FILES) {
    /** @type {HTMLAnchorElement} */ (byId(`download-${suffix}`)).href = address(`exports/claims.${suffix}`, query);
  }
}

/**
 * The address of the same view outside the page it is embedded in.
 * @param {State} state
 */
export const wholePage = (state) => location.pathname + writeState({ ...state, embed: "" });

/**
 * @param {Blob} blob
 * @param {string} name
 */
function save(blob, name) {
  const href = URL.createObjectURL(blob);
  const link = element("a", { href, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
