// What stands behind one claim or one place name of the report.

import { element, fill } from "../dom.js";
import { date, dateRange, distance, number as digits, t } from "../i18n.js";
import { sideIcon, sideOf } from "../sides.js";
import { list, percent, runner } from "../why.js";
import { citeBox } from "./cite.js";
import { inLanguage } from "./language.js";
import { meaningsOf } from "./report.js";
import { languageTag } from "./text-view.js";

/** @typedef {import("./report.js").Report} Report */
/** @typedef {import("./report.js").Claim} Claim */
/** @typedef {import("./report.js").Mention} Mention */
/** @typedef {import("./report.js").Time} Time */
/** @typedef {Node | string | null | undefined | false} Child */

/** @param {string | null | undefined} side */
export const sideInWords = (side) => element("span", { class: "side" }, sideIcon(sideOf(side)), ` ${t(`side_short.${sideOf(side)}`)}`);

/**
 * A word of a vocabulary that may be newer than the page's words.
 * @param {string} stem @param {string} value as the API has it
 */
function word(stem, value) {
  const key = `${stem}.${value}`;
  const found = t(key);
  return found === key ? element("span", { lang: "en" }, value.replaceAll("_", " ")) : found;
}

export class Detail {
  /**
   * @param {HTMLElement} box
   * @param {Report} report
   * @param {() => void} onClose
   */
  constructor(box, report, onClose) {
    this.box = box;
    this.report = report;
    this.onClose = onClose;
    this.names = new Map(report.mentions.map((mention, index) => [mention.start, index]));
    this.places = new Map(report.places.map((place) => [place.place_id, place]));
    /** @type {Map<number, number[]>} claims by where their sentence begins */
    this.sentences = new Map();
    /** @type {Map<number, number[]>} claims by where a name begins on which they rest */
    this.users = new Map();
    for (const [index, { sentence, places }] of report.readings.entries()) {
      this.sentences.set(sentence.start, [...(this.sentences.get(sentence.start) ?? []), index]);
      for (const start of new Set(places.map((place) => place.start))) {
        if (start !== null) this.users.set(start, [...(this.users.get(start) ?? []), index]);
      }
    }
  }

  hint() {
    this.box.classList.add("is-hint");
    fill(this.box, element("p", { class: "hint" }, t(this.report.readings.length ? "reader_hint" : "reader_none")));
  }

  /** @param {string} text */
  say(text) {
    this.box.classList.remove("is-hint");
    fill(this.box, this.#head(text), element("p", { class: "hint" }, t("reader_gone_long")));
  }

  /** @param {number} index of the claim */
  claim(index) {
    const claim = this.report.readings[index];
    const sides = element("p", { class: "three-sides" }, ...[["says", claim.source_side], ["acts", claim.actor_side], ["gains", claim.benefit_side]]
      .map(([who, side]) => element("span", {}, `${t(`reader_side.${who}`)}: `, sideInWords(side))));
    const days = [t("event"), t("statement")].map((name, at) => [name, this.#time(at ? claim.statement : claim.event)]);
    this.#show(
      this.#head(t("reader_claim", { number: index + 1 }), index),
      element("p", { class: "tags" }, element("span", { class: "tag" }, t(`type.${claim.type}`)),
        element("span", { class: "tag tag-modality" }, t(`modality.${claim.modality}`))),
      this.#siblings(index),
      element("h3", {}, t("chain")),
      element("ol", { class: "links" }, ...claim.attribution_chain.map((link) => this.#link(link))),
      rows([
        ["act", t("reader_what"), this.#words(claim.head.text)],
        ["cue", t("modalities"), element("span", {}, t(`modality.${claim.modality}`),
          claim.modality_cue ? this.#words(claim.modality_cue.text) : soft(t("reader_no_cue")))],
        ...days.map(([name, value]) => /** @type {[string, string, Child]} */ (["date", name, value])),
        ["", t("published"), date(this.report.published)],
        ...claim.quantities.map((one) => /** @type {[string, string, Child]} */ (["number", t("reader_number"), this.#quantity(one)])),
        ["", t("reader_sides"), sides],
      ]),
      element("h3", {}, t("reader_places")),
      claim.places.length ? element("ul", { class: "where" }, ...claim.places.map((place) => this.#place(place)))
        : element("p", {}, t("status.none")),
      citeBox(this.report, claim.sentence, claim.attribution_chain.find(({ role }) => role === "claimant")?.name),
      element("p", { class: "foot" }, claim.href && element("a", { href: `${claim.href}?f=html` }, t("reader_data")),
        claim.version > 1 && soft(t("reader_corrected", { version: claim.version })),
        element("span", {}, `${t("reader_rule")}: `, element("code", {}, claim.rule))));
  }

  /** @param {number} index of the place name */
  mention(index) {
    const mention = this.report.mentions[index];
    const users = this.users.get(mention.start) ?? [];
    this.#show(
      this.#head(mention.text),
      element("p", { class: "tags" }, element("span", { class: `tag tag-${mention.status}` }, t(`found.${mention.status}`))),
      element("p", {}, users.length ? t("reader_used_by") : t("reader_unused"), ...users.slice(0, 12).map((one) => jump(one))),
      element("ul", { class: "where" }, this.#where(mention, mention.status, [])));
  }

  /** A stretch that somebody points to, with the claims in it. @param {import("./report.js").Span} stretch */
  stretch({ start, end }) {
    const inside = [...this.report.readings.keys()].filter((number) => {
      const { sentence } = this.report.readings[number];
      return sentence.start < end && sentence.end > start;
    });
    this.#show(
      this.#head(t("reader_stretch")),
      this.#words(this.report.text.slice(start, end).trim()),
      element("p", {}, inside.length ? t("reader_siblings", { count: inside.length }) : t("reader_stretch_none"), ...inside.slice(0, 12).map((one) => jump(one))),
      citeBox(this.report, { start, end }, null, true));
  }

  /** @param {...Child} children */
  #show(...children) {
    this.box.classList.remove("is-hint");
    fill(this.box, ...children);
    this.box.scrollTop = 0;
  }

  /** @param {string} title @param {number | null} claim */
  #head(title, claim = null) {
    return element("header", {}, claim === null ? null : element("span", { class: "number", "aria-hidden": "true" }, claim + 1),
      element("h2", { dir: "auto" }, title),
      element("button", { type: "button", class: "close", "aria-label": t("close"), on: { click: this.onClose } }, "×"));
  }

  /** The other claims of the sentence. @param {number} index */
  #siblings(index) {
    const all = this.sentences.get(this.report.readings[index].sentence.start) ?? [];
    return all.length > 1 && element("p", { class: "siblings" }, t("reader_siblings", { count: all.length }), ...all.map((one) => jump(one, one === index)));
  }

  /** @param {import("./report.js").ChainLink} link */
  #link(link) {
    const notes = [link.kind && word("source_kind", link.kind), t(`basis.${link.basis}`)].filter(Boolean).flatMap((note, at) => (at ? [" · ", note] : [note]));
    return element("li", { dataset: { role: link.role } },
      element("span", { class: "role" }, t(`role.${link.role}`)), " ",
      element("strong", { dir: "auto" }, link.name ?? t("not_named")), link.title && element("span", { dir: "auto" }, ` (${link.title})`), " ",
      sideInWords(link.side),
      element("span", { class: "soft" }, ...notes),
      link.cue && this.#words(link.cue.text));
  }

  /** @param {Time} time */
  #time(time) {
    const notes = [time.start || time.end ? t(`date_precision.${time.precision}`) : null, time.year_inferred ? t("reader_year") : null].filter(Boolean);
    return element("span", {}, dateRange(time.start, time.end, time.precision),
      time.text && this.#words(time.text.text),
      notes.length ? soft(notes.join(" · ")) : null,
      time.basis && element("span", { class: "soft" }, word("date_basis", time.basis)));
  }

  /** @param {import("./report.js").Quantity} quantity */
  #quantity({ what, minimum, maximum, unit, bound, whose, text }) {
    const numbers = [...new Set([minimum, maximum].filter((one) => one !== null))].map((one) => digits(Number(one))).join(" – ");
    return element("span", {}, bound && word("bound", bound), bound && " ", numbers, " ",
      element("span", { class: "unit", lang: languageTag(this.report.language), dir: "auto" }, what || unit || ""), this.#words(text),
      whose && whose !== "unknown" && element("span", { class: "soft" }, `${t("reader_whose")}: `, sideInWords(whose)));
  }

  /** @param {import("./report.js").ClaimedPlace} place */
  #place(place) {
    const index = place.start === null ? undefined : this.names.get(place.start);
    const far = place.distance_km === null ? "" : `, ${t("about_km", { km: place.distance_km })}`;
    /** @type {Child[]} */
    const relation = [word("place_role", place.role), " · ", ["in", "at"].includes(place.relation) ? t("relation_in") : t(`relation.${place.relation}`), far];
    if (place.location_precision !== "none") {
      relation.push(` · ${place.radius_m ? t("within", { precision: t(`precision.${place.location_precision}`), distance: distance(place.radius_m) }) : t(`precision.${place.location_precision}`)}`);
    }
    return this.#where(index === undefined ? null : this.report.mentions[index], place.status, relation);
  }

  /**
   * A name, what it was found to mean, and why.
   * @param {Mention | null} mention
   * @param {string} status
   * @param {Child[]} relation how the claim puts the place
   */
  #where(mention, status, relation) {
    const record = mention && status === "resolved" ? this.places.get(mention.place_id ?? "") : null;
    const known = record && (document.documentElement.lang === "uk" ? record.name_uk ?? record.name : record.name);
    return element("li", { class: `found-${status}`, dataset: { status } },
      element("strong", { lang: languageTag(this.report.language), dir: "auto" }, mention?.text ?? t("not_named")),
      known ? element("span", {}, " → ", element("span", { class: "known", dir: "auto" }, known), record && soft(whereabouts(record)))
        : element("span", { class: "not-found" }, ` ${t(`found.${status}`)}`),
      relation.length ? element("span", { class: "soft" }, ...relation) : null,
      record && element("a", { href: inLanguage(`../?place=${encodeURIComponent(record.place_id)}`) }, t("reader_on_map")),
      mention && this.#why(mention));
  }

  /** What else a name could mean, fetched when somebody looks. @param {Mention} mention */
  #why(mention) {
    const body = element("div", { class: "why-body" });
    const ask = async (/** @type {Event} */ { target }) => {
      if (!(/** @type {HTMLDetailsElement} */ (target).open) || body.childElementCount) return;
      fill(body, element("p", {}, t("loading")));
      try {
        fill(body, ...meanings(mention, await meaningsOf(this.report, mention)));
      } catch (error) {
        fill(body);
        body.append(element("p", { role: "alert" }, t("failed", { reason: error instanceof Error ? error.message : String(error) })));
      }
    };
    return element("details", { class: "why", on: { toggle: ask } }, element("summary", {}, t("why_place")),
      mention.status === "resolved" && element("p", {}, `${t("score")}: ${percent(mention.score)}`),
      mention.reason && element("p", { lang: "en", dir: "auto" }, mention.reason), body);
  }

  /** Words of the report, in its language. @param {string} text */
  #words(text) {
    return element("q", { lang: languageTag(this.report.language), dir: "auto" }, text.replace(/\s+/g, " "));
  }
}

/** @param {string} text */
const soft = (text) => element("span", { class: "soft" }, text);

/** @param {number} claim @param {boolean} current */
const jump = (claim, current = false) => element("button", { type: "button", class: "jump", "aria-current": current && "true", dataset: { claim },
  "aria-label": t("reader_claim", { number: claim + 1 }) }, claim + 1);

/** @param {[string, string, Child][]} facts kind of highlight, name, value */
const rows = (facts) => element("dl", { class: "facts" }, ...facts.filter(([, , value]) => value).map(([kind, name, value]) =>
  element("div", {}, element("dt", { class: kind && `kind-${kind}` }, name), element("dd", {}, value))));

/** @param {import("./report.js").PlaceRecord} place */
function whereabouts({ kind, oblast, katottg }) {
  const code = /^UA\d\d/.exec(oblast ?? "")?.[0];
  return [t(`kind.${kind}`), code ? t(`oblast.${code}`) : null, katottg].filter(Boolean).join(" · ");
}

/** @param {Mention} mention @param {import("./report.js").Meanings} found @returns {Child[]} */
function meanings(mention, { candidates, reasons }) {
  const others = candidates.filter(({ place_id: id }) => mention.status !== "resolved" || id !== mention.place_id);
  return [list(reasons, candidates), others.length > 0 && element("p", {}, t("runners_up")),
    others.length > 0 && element("ul", { class: "runners" }, ...others.slice(0, 4).map(runner))];
}
