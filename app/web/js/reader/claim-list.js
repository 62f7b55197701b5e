// The list beside the text: every claim that is marked there, in the same order.

import { element } from "../dom.js";
import { dateRange, t } from "../i18n.js";
import { sideIcon, sideOf } from "../sides.js";
import { inTurns, languageTag } from "./text-view.js";

/** @typedef {import("./report.js").Report} Report */

export class ClaimList {
  /** @param {HTMLElement} box */
  constructor(box) {
    this.box = box;
    /** @type {HTMLElement[]} by number of the claim */
    this.entries = [];
    /** @type {HTMLElement | undefined} */
    this.current = undefined;
    this.drawn = 0;
  }

  /** @param {Report} report */
  async draw(report) {
    this.drawn += 1;
    const run = this.drawn;
    this.box.replaceChildren();
    this.entries = [];
    const when = daysInWords();
    await inTurns(report.readings.keys(), (number) => {
      if (run !== this.drawn) return; // another language was chosen meanwhile
      const entry = entryOf(report, number, when);
      this.entries[number] = entry;
      this.box.append(element("li", {}, entry));
    });
  }

  /** @param {number | null} number */
  mark(number) {
    this.current?.removeAttribute("aria-current");
    this.current = number === null ? undefined : this.entries[number];
    this.current?.setAttribute("aria-current", "true");
  }

  /** Bring an entry into sight within the list, without moving the page. @param {number} number */
  reveal(number) {
    const frame = this.box.parentElement;
    const entry = this.entries[number];
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
