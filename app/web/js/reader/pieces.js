// The text cut wherever a highlight begins or ends: pure, so that it can be checked without a page.

/** @typedef {import("./report.js").Report} Report */
/** @typedef {import("./report.js").Claim} Claim */
/** @typedef {"said" | "act" | "source" | "place" | "date" | "cue" | "number"} Kind `said` is the whole sentence */

/**
 * @typedef {object} Mark one stretch of the text that one claim was read from
 * @property {number} start
 * @property {number} end
 * @property {Kind} kind
 * @property {number} claim its number among the report's claims, from 0
 *
 * @typedef {object} Piece
 * @property {number} start
 * @property {number} end
 * @property {Mark[]} marks those that cover the whole of it
 * @property {number | null} mention number of the place name it belongs to
 * @property {number[]} ends claims whose words for what is claimed end here
 */

/** A block longer than this is cut, so that the browser can lay out what is in sight alone. */
const LONGEST = 20_000;

/** @param {Claim} claim @param {number} number @returns {Mark[]} */
export function marksOf(claim, number) {
  /** @type {[Kind, number | null | undefined, number | null | undefined][]} */
  const spans = [
    ["said", claim.sentence.start, claim.sentence.end],
    ["act", claim.head.start, claim.head.end],
    ["cue", claim.modality_cue?.start, claim.modality_cue?.end],
    ["date", claim.event.text?.start, claim.event.text?.end],
    ["date", claim.statement.text?.start, claim.statement.text?.end],
  ];
  for (const { cue } of claim.attribution_chain) spans.push(["source", cue?.start, cue?.end]);
  for (const { start, end } of claim.places) spans.push(["place", start, end]);
  for (const quantity of claim.quantities) spans.push(["number", quantity.span_start, quantity.span_end]);
  return spans.flatMap(([kind, start, end]) => (typeof start === "number" && typeof end === "number" && start < end
    ? [{ kind, start, end, claim: number }] : []));
}

/**
 * @param {Report} report
 * @returns {Piece[][]} blocks of pieces, in order and without gaps: paragraphs, each with its line breaks
 */
export function blocksOf(report) {
  const { text, readings, mentions } = report;
  const marks = readings.flatMap(marksOf).sort((one, other) => one.start - other.start);
  const names = plain(mentions);
  const bounds = boundsOf(text);
  const cuts = new Set([0, text.length, ...bounds]);
  for (const { start, end } of [...marks, ...names.map((name) => mentions[name])]) cuts.add(start).add(end);
  /** @type {Map<number, number[]>} */
  const ends = new Map();
  for (const [number, { head }] of readings.entries()) {
    const end = Math.max(1, head.start + text.slice(head.start, head.end).trimEnd().length);
    ends.set(end, [...(ends.get(end) ?? []), number]);
    cuts.add(end);
  }

  /** @type {Piece[][]} */
  const blocks = [];
  /** @type {Mark[]} */
  let active = [];
  let [next, name, bound] = [0, 0, -1];
  const sorted = [...cuts].sort((one, other) => one - other);
  for (let index = 0; index + 1 < sorted.length; index += 1) {
    const [start, end] = [sorted[index], sorted[index + 1]];
    active = active.filter((mark) => mark.end > start);
    while (next < marks.length && marks[next].start <= start) active.push(marks[next++]);
    while (name < names.length && mentions[names[name]].end <= start) name += 1;
    const inside = name < names.length && mentions[names[name]].start <= start;
    if (bound < 0 || start >= bounds[bound]) {
      bound += 1;
      blocks.push([]);
    }
    blocks[blocks.length - 1].push({ start, end, marks: [...active], mention: inside ? names[name] : null, ends: ends.get(end) ?? [] });
  }
  return blocks;
}

/**
 * Numbers of the names in the order of the text; of two that overlap, the first.
 * @param {{start: number, end: number}[]} mentions
 */
function plain(mentions) {
  let last = 0;
  return [...mentions.keys()].sort((one, other) => mentions[one].start - mentions[other].start).filter((number) => {
    const { start, end } = mentions[number];
    if (start < last || end <= start) return false;
    last = end;
    return true;
  });
}

/** @param {string} text @returns {number[]} where blocks end */
function boundsOf(text) {
  const bounds = [];
  let start = 0;
  while (start < text.length) {
    const line = text.indexOf("\n", start);
    let end = line < 0 ? text.length : line + 1;
    while (line >= 0 && text[end] === "\n") end += 1;
    if (end - start > LONGEST) end = shorter(text, start);
    bounds.push(end);
    start = end;
  }
  return bounds;
}

/** @param {string} text @param {number} start */
function shorter(text, start) {
  const window = text.slice(start, start + LONGEST);
  const sentence = Math.max(window.lastIndexOf(". ") + 2, window.lastIndexOf("\n") + 1);
  const cut = sentence > LONGEST / 2 ? sentence : window.lastIndexOf(" ") + 1 || LONGEST;
  // Never between the two units of one character.
  return start + cut - (/[\ud800-\udbff]/.test(text[start + cut - 1]) ? 1 : 0);
}
