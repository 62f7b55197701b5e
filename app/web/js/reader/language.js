// The page's language: chosen here, or as it was on the map.

import { byId, element, fill } from "../dom.js";
import { LANGUAGES, addWords, setLanguage, translatePage } from "../i18n.js";
import { cameFrom, mapAddress } from "./way-back.js";
import en from "./words/en.js";
import ru from "./words/ru.js";
import uk from "./words/uk.js";

addWords({ en, uk, ru });

let language = new URLSearchParams(location.search).get("lang") ?? cameFrom()?.searchParams.get("lang") ?? "";

/** @param {() => void} onChange */
export function drawLanguages(onChange) {
  const select = /** @type {HTMLSelectElement} */ (byId("language"));
  fill(select, ...Object.entries(LANGUAGES).map(([code, name]) => element("option", { value: code, lang: code }, name)));
  select.addEventListener("change", () => {
    language = select.value;
    const url = new URL(location.href);
    url.searchParams.set("lang", language);
    history.replaceState(null, "", url);
    onChange();
  });
}

/** Put what stands in the HTML into the page's language. */
export function translateFrame() {
  /** @type {HTMLSelectElement} */ (byId("language")).value = setLanguage(language);
  translatePage();
  byId("back").setAttribute("href", mapAddress(language));
}

/** @param {string} address of another page of ours @returns {string} the same in the language that was chosen */
export function inLanguage(address) {
  const [path, hash = ""] = address.split("#");
  const lang = language && `${path.includes("?") ? "&" : "?"}lang=${encodeURIComponent(language)}`;
  return `${path}${lang}${hash && `#${hash}`}`;
}
