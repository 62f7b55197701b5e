// The text as received, with what was read out of it marked. Its characters stay exactly the report's:
// numbers and signs beside them are drawn by the style sheet.

import { element } from "../dom.js";
import { t } from "../i18n.js";
import { LazyParts } from "./lazy-parts.js";
import { blocksOf } from "./pieces.js";

/** @typedef {import("./report.js").Report} Report */
/** @typedef {import("./report.js").Span} Span */
/** @typedef {import("./pieces.js").Piece} Piece */
/** @typedef {import("./pieces.js").Kind} Kind */
/** @typedef {{node: Element, kind: Kind}} Part a piece of the text that a claim was read from */

/** Paragraphs of a part. */
const PART = 20;

export class TextView {
  /** @param {HTMLElement} article */
  constructor(article) {
    this.article = article;
    /** @type {Part[][]} by number of the claim */
    this.parts = [];
    /** @type {HTMLElement[]} by number of the claim: what the keyboard reaches */
    this.badges = [];
    /** @type {{node: HTMLElement, start: number, box: Element}[]} paragraphs and where they begin */
    this.blocks = [];
    /** @type {number | null} */
    this.lit = null;
    this.lazy = new LazyParts();
    /** @type {Element[]} by number of the claim, the part of the text where its badge stands */
    this.homes = [];
    /** @type {Element[]} by number of the place name */
    this.nameHomes = [];
    /** @type {number[]} where the badges stand, by number of the claim */
    this.ends = [];
  }

  /** Put in the whole text; its marks come with its parts. @param {Report} report */
  draw(report) {
    this.report = report;
    this.article.lang = languageTag(report.language);
    this.parts = report.readings.map(() => []);
    const blocks = blocksOf(report);
    const boxes = [];
    for (let from = 0; from < blocks.length; from += PART) boxes.push(this.#box(blocks.slice(from, from + PART)));
    this.article.replaceChildren(...boxes);
  }

  /** @param {Piece[][]} blocks @returns {HTMLElement} a part of the text, without its marks as yet */
  #box(blocks) {
    const box = element("div", { class: "part" });
    const nodes = blocks.map((pieces) => {
      const { start } = pieces[0];
      const node = element("p", { dir: "auto" }, /** @type {Report} */ (this.report).text.slice(start, pieces[pieces.length - 1].end));
      this.blocks.push({ node, start, box });
      for (const { end, ends, mention } of pieces) {
        for (const claim of ends) [this.homes[claim], this.ends[claim]] = [box, end];
        if (mention !== null) this.nameHomes[mention] ??= box;
      }
      return node;
    });
    box.append(...nodes);
    this.lazy.add(box, () => {
      blocks.forEach((pieces, index) => this.#mark(nodes[index], pieces));
      this.#light(true);
    });
    return box;
  }

  /** @param {number} claim @returns {HTMLElement | undefined} */
  badge(claim) {
    this.lazy.fill(this.homes[claim]);
    return this.badges[claim];
  }

  /** @param {number} mention @returns {HTMLElement | null} */
  name(mention) {
    this.lazy.fill(this.nameHomes[mention]);
    return document.getElementById(`name-${mention + 1}`);
  }

  /** Give badges and names their words in the page's language. */
  label() {
    this.badges.forEach((badge, number) => this.#labelBadge(badge, number));
    this.article.querySelectorAll(".name-in-text").forEach((node) => this.#labelName(/** @type {HTMLElement} */ (node)));
  }

  /** @param {HTMLElement} badge @param {number} number */
  #labelBadge(badge, number) {
    const { type, modality } = /** @type {Report} */ (this.report).readings[number];
    badge.lang = document.documentElement.lang;
    badge.setAttribute("aria-label", t("reader_claim_label", { number: String(number + 1), type: t(`type.${type}`), modality: t(`modality.${modality}`) }));
  }

  /** @param {HTMLElement} name */
  #labelName(name) {
    const { status } = /** @type {Report} */ (this.report).mentions[Number(name.dataset.mention)];
    name.title = t(`found.${status}`);
  }

  /** @param {HTMLElement} block @param {Piece[]} pieces */
  #mark(block, pieces) {
    block.replaceChildren();
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
    const name = element("a", { class: `name-in-text found-${status}`, id: from === start && id, href: `#${id}`, dataset: { mention: number } });
    this.#labelName(name);
    return name;
  }

  /** @param {number} number */
  #badge(number) {
    const id = `claim-${this.report?.readings[number].id}`;
    const badge = element("a", { class: "badge", id, href: `#${id}`, dataset: { claim: number, number: number + 1 } });
    this.#labelBadge(badge, number);
    this.badges[number] = badge;
    return badge;
  }

  /**
   * Set off what one claim was read from.
   * @param {number | null} number null: none
   */
  light(number) {
    if (number === this.lit) return;
    this.#light(false);
    this.lit = number;
    if (number !== null) this.lazy.fill(this.homes[number]);
    this.#light(true);
  }

  /** @param {boolean} on */
  #light(on) {
    if (this.lit === null) return;
    this.badges[this.lit]?.classList.toggle("lit", on);
    for (const { node, kind } of this.parts[this.lit]) {
      node.classList.toggle("lit", on);
      node.classList.toggle(`lit-${kind}`, on);
    }
  }

  /**
   * Set off a stretch that somebody points to, whatever marks it holds.
   * @param {Span | null} stretch
   */
  cite(stretch) {
    // Browsers without highlights scroll there all the same.
    if (!globalThis.CSS?.highlights) return;
    const ranges = stretch ? this.ranges(stretch) : [];
    if (ranges.length) CSS.highlights.set("cited", new Highlight(...ranges));
    else CSS.highlights.delete("cited");
  }

  /** @param {number} position in the text @returns {HTMLElement | undefined} the paragraph that holds it */
  blockAt(position) {
    return this.blocks.findLast(({ start }) => start <= position)?.node;
  }

  /** @param {Span} stretch @returns {Range[]} one a block */
  ranges({ start, end }) {
    const blocks = this.blocks.filter((block, index) => block.start < end && (this.blocks[index + 1]?.start ?? Infinity) > start);
    blocks.forEach(({ box }) => this.lazy.fill(box));
    return blocks.map((block) => {
      const range = document.createRange();
      range.selectNodeContents(block.node);
      const [first, last] = [pointIn(block.node, start - block.start), pointIn(block.node, end - block.start)];
      if (first) range.setStart(...first);
      if (last) range.setEnd(...last);
      return range;
    });
  }

  /** @param {Selection | null} selection @returns {Span | null} the stretch of the text that is selected */
  selected(selection) {
    if (!selection || selection.type !== "Range") return null;
    const range = selection.getRangeAt(0);
    const [start, end] = [this.#position(range.startContainer, range.startOffset), this.#position(range.endContainer, range.endOffset)];
    return start !== null && end !== null && start < end ? { start, end } : null;
  }

  /** @param {Node} node @param {number} offset */
  #position(node, offset) {
    const block = this.blocks.find((one) => one.node.contains(node));
    if (!block) return null;
    const before = document.createRange();
    before.setStart(block.node, 0);
    before.setEnd(node, offset);
    return block.start + before.toString().length;
  }
}

/** Where a position of a block lies in its text nodes. @param {Element} block @param {number} position @returns {[Node, number] | null} */
function pointIn(block, position) {
  if (position < 0) return null;
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let left = position;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { length } = /** @type {Text} */ (node);
    if (left <= length) return [node, left];
    left -= length;
  }
  return null;
}

/**
 * @param {string | null} language as the report has it, which may be anything
 * @returns {string} "" for one that is not known
 */
export const languageTag = (language) => (/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language ?? "") ? /** @type {string} */ (language) : "");
