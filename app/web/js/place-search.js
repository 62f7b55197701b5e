// Place search as one types, in any spelling and script: a combobox over the gazetteer.

import { searchPlaces } from "./api.js";
import { byId, element, fill } from "./dom.js";
import { t } from "./i18n.js";

/** @typedef {import("./api.js").Hit} Hit */

const TYPING_PAUSE_MS = 180;

/** The text field with its list of places. */
export class PlaceSearch {
  /**
   * @param {HTMLElement} container
   * @param {(hit: Hit) => void} onChoose
   */
  constructor(container, onChoose) {
    this.onChoose = onChoose;
    /** @type {Hit[]} */
    this.hits = [];
    this.active = -1;
    this.pause = 0;
    /** @type {AbortController | null} */
    this.asking = null;
    this.input = /** @type {HTMLInputElement} */ (element("input", {
      type: "search", id: "place-search", role: "combobox", "aria-expanded": "false", "aria-controls": "place-hits",
      "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false", maxlength: 100,
      on: { input: () => this.#typed(), keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event), blur: () => this.#close() },
    }));
    this.list = element("ul", { class: "place-hits", id: "place-hits", role: "listbox", hidden: true });
    this.status = element("p", { class: "unseen", role: "status" });
    fill(container, this.input, this.list, this.status);
    this.translate();
  }

  translate() {
    this.input.placeholder = t("place_search_short");
    this.input.setAttribute("aria-label", t("place_search"));
    this.list.setAttribute("aria-label", t("place_search"));
  }

  #typed() {
    clearTimeout(this.pause);
    this.asking?.abort();
    const text = this.input.value.trim();
    if (!text) this.#show([]);
    else this.pause = window.setTimeout(() => this.#ask(text), TYPING_PAUSE_MS);
  }

  /** @param {string} text */
  async #ask(text) {
    this.asking = new AbortController();
    const { signal } = this.asking;
    try {
      const hits = await searchPlaces(text, signal);
      this.#show(hits);
      this.status.textContent = hits.length ? t("places_found", { count: hits.length }) : t("no_place_found");
      if (!hits.length) this.#sayNone();
    } catch (error) {
      if (!signal.aborted) this.#show([]);
    }
  }

  #sayNone() {
    fill(this.list, element("li", { class: "no-hit", role: "option", "aria-disabled": "true", "aria-selected": "false" }, t("no_place_found")));
    this.list.hidden = false;
  }

  /** @param {Hit[]} hits */
  #show(hits) {
    this.hits = hits;
    this.active = -1;
    fill(this.list, ...hits.map((hit, index) => this.#option(hit, index)));
    this.list.hidden = !hits.length;
    this.input.setAttribute("aria-expanded", String(Boolean(hits.length)));
    this.input.removeAttribute("aria-activedescendant");
  }

  /**
   * @param {Hit} hit
   * @param {number} index
   */
  #option({ place, name, claim_count: count }, index) {
    const lang = document.documentElement.lang;
    const known = lang === "uk" ? place.name_uk ?? place.name : place.name;
    const where = place.oblast ? t(`oblast.${place.oblast}`) : t(place.kind === "settlement" ? "status.outside" : `kind.${place.kind}`);
    return element("li", { role: "option", id: `place-hit-${index}`, "aria-selected": "false", dataset: { place: place.id },
      // Before the field loses focus and the list closes.
      on: { pointerdown: (/** @type {Event} */ event) => { event.preventDefault(); this.#choose(index); } } },
    element("span", { class: "hit-name", dir: "auto" }, known, name.text !== known && element("small", {}, ` ${name.text}`)),
    element("span", { class: "hit-where" }, [where, count ? t("claims", { count }) : ""].filter(Boolean).join(" · ")));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { key } = event;
    if (key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.#close();
    } else if ((key === "ArrowDown" || key === "ArrowUp") && this.hits.length) {
      event.preventDefault();
      const step = key === "ArrowDown" ? 1 : -1;
      this.#mark((this.active + step + this.hits.length) % this.hits.length);
    } else if (key === "Enter" && this.hits.length) {
      event.preventDefault();
      this.#choose(Math.max(0, this.active));
    }
  }

  /** @param {number} index */
  #mark(index) {
    this.active = index;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    this.input.setAttribute("aria-activedescendant", `place-hit-${index}`);
    byId(`place-hit-${index}`).scrollIntoView({ block: "nearest" });
  }

  /** @param {number} index */
  #choose(index) {
    const hit = this.hits[index];
    this.input.value = "";
    this.#close();
    this.onChoose(hit);
  }

  #close() {
    clearTimeout(this.pause);
    this.asking?.abort();
    this.#show([]);
  }
}
