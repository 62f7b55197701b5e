// The list beside the text: every claim that is marked there, in the same order.

import { element } from "../dom.js";
import { dateRange, t } from "../i18n.js";
import { sideIcon, sideOf } from "../sides.js";
import { LazyParts } from "./lazy-parts.js";
import { languageTag } from "./text-view.js";

/** @typedef {import("./report.js").Report} Report */

/** Entries of a part, and how high one is about. */
const PART = 50;
const HEIGHT_PX = 92;

export class ClaimList {
  /** @param {HTMLElement} box */
  constructor(box) {
    this.box = box;
    /** @type {HTMLElement[]} by number of the claim, those that are drawn */
    this.entries = [];
    /** @type {HTMLElement | undefined} */
    this.current = undefined;
    this.lazy = new LazyParts();
  }

  /** @param {Report} report */
  draw(report) {
    this.lazy.clear();
    this.entries = [];
    const when = daysInWords();
    const numbers = [...report.readings.keys()];
    const lists = [];
    for (let from = 0; from < numbers.length; from += PART) lists.push(this.#list(report, numbers.slice(from, from + PART), when));
    this.box.replaceChildren(...lists);
  }

  /** @param {Report} report @param {number[]} numbers @param {ReturnType<typeof daysInWords>} when */
  #list(report, numbers, when) {
    const list = element("ol", { start: numbers[0] + 1 });
    list.style.minHeight = `${numbers.length * HEIGHT_PX}px`;
    this.lazy.add(list, () => {
      list.style.minHeight = "";
      list.append(...numbers.map((number) => {
        this.entries[number] = entryOf(report, number, when);
        return element("li", {}, this.entries[number]);
      }));
    });
    return list;
  }

  /** @param {number} number @returns {HTMLElement | undefined} */
  entry(number) {
    this.lazy.fill(this.box.children[Math.floor(number / PART)]);
    return this.entries[number];
  }

  /** @param {number | null} number */
  mark(number) {
    this.current?.removeAttribute("aria-current");
    this.current = number === null ? undefined : this.entry(number);
    this.current?.setAttribute("aria-current", "true");
  }

  /** Bring an entry into sight within the list, without moving the page. @param {number} number */
  reveal(number) {
    const frame = this.box.parentElement;
    const entry = this.entry(number);
    if (!frame || !entry || frame.scrollHeight <= frame.clientHeight) return;
    const [outer, inner] = [frame.getBoundingClientRect(), entry.getBoundingClientRect()];
    if (inner.top < outer.top + 44 || inner.bottom > outer.bottom) frame.scrollTop += inner.top - outer.top - outer.height / 3;
  }
}

/** Ranges of days in words, each made once: a formatter takes longer than the rest of an entry. */
function daysInWords() {
  /** @type {Map<string, string>} */
  const known = new Map();
  return (/** @type {import("./report.js").Time} */ { start, end, precision }) => {
    const key = `${start}/${end}/${precision}`;
    const words = known.get(key) ?? dateRange(start, end, precision);
    known.set(key, words);
    return words;
  };
}

/** @param {Report} report @param {number} number @param {ReturnType<typeof daysInWords>} when */
function entryOf(report, number, when) {
  const claim = report.readings[number];
  const chain = claim.attribution_chain.map(({ name }) => name).filter(Boolean).join(" → ");
  const lang = languageTag(report.language);
  const places = claim.places.flatMap(({ start, end, status }, at) => [at ? ", " : "",
    element("span", { lang }, start === null || end === null ? t("not_named") : report.text.slice(start, end)),
    status === "resolved" ? "" : ` (${t(`found.${status}`)})`]);
  return element("a", { class: "entry", href: `#claim-${claim.id}`, dataset: { claim: number } },
    element("span", { class: "number" }, number + 1),
    element("span", { class: "entry-what" }, t(`type.${claim.type}`), element("span", { class: "soft" }, ` · ${t(`modality.${claim.modality}`)}`)),
    element("span", { class: "entry-who", dir: "auto" }, sideIcon(sideOf(claim.source_side), 12), ` ${chain || t("not_named")}`),
    element("span", { class: "entry-where", dir: "auto" }, ...(places.length ? places : [t("status.none")])),
    element("span", { class: "entry-when" }, when(claim.event)));
}
