// The text as received, with what was read out of it marked. Its characters stay exactly the report's:
// numbers and signs beside them are drawn by the style sheet.

import { element } from "../dom.js";
import { t } from "../i18n.js";
import { blocksOf } from "./pieces.js";

/** @typedef {import("./report.js").Report} Report */
/** @typedef {import("./pieces.js").Piece} Piece */
/** @typedef {import("./pieces.js").Kind} Kind */
/** @typedef {{node: Element, kind: Kind}} Part a piece of the text that a claim was read from */

/** How long the page may be busy before it looks whether the reader wants something, in milliseconds. */
const TURN = 12;

/**
 * Do `work` for each item, and let the browser breathe in between.
 * @template T
 * @param {Iterable<T>} items
 * @param {(item: T) => void} work
 */
export async function inTurns(items, work) {
  let began = performance.now();
  for (const item of items) {
    work(item);
    if (performance.now() - began < TURN) continue;
    await new Promise((done) => setTimeout(done));
    began = performance.now();
  }
}

export class TextView {
  /** @param {HTMLElement} article */
  constructor(article) {
    this.article = article;
    /** @type {Part[][]} by number of the claim */
    this.parts = [];
    /** @type {HTMLElement[]} by number of the claim: what the keyboard reaches */
    this.badges = [];
    /** @type {number | null} */
    this.lit = null;
  }

  /**
   * Without words in the page's language, which `label` gives.
   * @param {Report} report
   */
  async draw(report) {
    this.report = report;
    this.article.replaceChildren();
    this.article.lang = languageTag(report.language);
    this.parts = report.readings.map(() => []);
    await inTurns(blocksOf(report), (pieces) => this.article.append(this.#block(pieces)));
  }

  /** Give badges and names their words in the page's language. */
  label() {
    const { readings = [], mentions = [] } = this.report ?? {};
    this.badges.forEach((badge, number) => {
      const { type, modality } = readings[number];
      badge.lang = document.documentElement.lang;
      badge.setAttribute("aria-label", t("reader_claim_label", { number: number + 1, type: t(`type.${type}`), modality: t(`modality.${modality}`) }));
    });
    this.article.querySelectorAll(".name-in-text").forEach((node) => {
      const { status } = mentions[Number(/** @type {HTMLElement} */ (node).dataset.mention)];
      node.setAttribute("title", t(`found.${status}`));
    });
  }

  /** @param {Piece[]} pieces */
  #block(pieces) {
    const block = element("p", { dir: "auto" });
    /** @type {number[]} claims whose badge comes as soon as no name is open */
    let waiting = [];
    for (const [index, piece] of pieces.entries()) {
      const name = piece.mention;
      const before = index ? pieces[index - 1].mention : null;
      if (name !== null && name !== before) block.append(this.#name(name, piece.start));
      const into = name === null ? block : /** @type {Element} */ (block.lastElementChild);
      into.append(this.#piece(piece));
      waiting.push(...piece.ends);
      if (waiting.length && (name === null || pieces[index + 1]?.mention !== name)) {
        block.append(...waiting.map((number) => this.#badge(number)));
        waiting = [];
      }
    }
    return block;
  }

  /**
   * A stretch of the text with the claims it belongs to: first those read from these very words (`near`
   * counts them), then the others of the sentence.
   * @param {Piece} piece
   */
  #piece({ start, end, marks }) {
    const text = (this.report?.text ?? "").slice(start, end);
    if (!marks.length) return document.createTextNode(text);
    const kinds = new Set(marks.map(({ kind }) => `mark-${kind}`));
    const near = [...new Set(marks.filter(({ kind }) => kind !== "said").map(({ claim }) => claim))];
    const claims = [...new Set([...near, ...marks.map(({ claim }) => claim)])];
    const node = element("span", { class: [...kinds].join(" "), dataset: { claims: claims.join(" "), near: near.length } }, text);
    for (const { claim, kind } of marks) this.parts[claim].push({ node, kind });
    return node;
  }

  /** @param {number} number @param {number} from where this part of it begins: a line may break in a name */
  #name(number, from) {
    const { status, start } = /** @type {Report} */ (this.report).mentions[number];
    const id = `name-${number + 1}`;
    return element("a", { class: `name-in-text found-${status}`, id: from === start && id, href: `#${id}`, dataset: { mention: number } });
  }

  /** @param {number} number */
  #badge(number) {
    const id = `claim-${this.report?.readings[number].id}`;
    this.badges[number] = element("a", { class: "badge", id, href: `#${id}`, dataset: { claim: number, number: number + 1 } });
    return this.badges[number];
  }

  /**
   * Set off what one claim was read from.
   * @param {number | null} number null: none
   */
  light(number) {
    if (number === this.lit) return;
    if (this.lit !== null) {
      this.parts[this.lit].forEach(({ node, kind }) => node.classList.remove("lit", `lit-${kind}`));
      this.badges[this.lit].classList.remove("lit");
    }
    this.lit = number;
    if (number === null) return;
    this.parts[number].forEach(({ node, kind }) => node.classList.add("lit", `lit-${kind}`));
    this.badges[number].classList.add("lit");
  }
}

/**
 * @param {string | null} language as the report has it, which may be anything
 * @returns {string} "" for one that is not known
 */
export const languageTag = (language) => (/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language ?? "") ? /** @type {string} */ (language) : "");
