// The map as a picture that explains itself: legend, filters, days, attribution and address. What is
// drawn below the map stands in the file as text too.

import { SYMBOL_LEGEND } from "./frame.js";
import { t } from "./i18n.js";
import { daysInWords, filtersInWords } from "./in-words.js";
import { withTexts } from "./png-text.js";
import { SIDES, SIDE_STYLE, sidePath } from "./sides.js";
import { symbolCanvas } from "./symbols.js";

const FONT = "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";
const INK = "#1d2733";
const SOFT = "#536070";
const MARGIN = 16;
/** CSS pixels from one row of words to the next, and more where one holds symbols. */
const ROW = 20;
const SYMBOL_GAP = 7;

/** How a text of the PNG is drawn, by its keyword. */
const LOOK = {
  Title: { font: `650 16px ${FONT}`, ink: INK },
  Description: { font: `14px ${FONT}`, ink: INK },
  Comment: { font: `13px ${FONT}`, ink: SOFT },
  Copyright: { font: `12px ${FONT}`, ink: SOFT },
  Source: { font: `12px ${FONT}`, ink: SOFT },
};

/** @typedef {{keyword: keyof typeof LOOK, text: string}} Line */
/** @typedef {(context: CanvasRenderingContext2D, x: number, y: number) => void} Symbol `y`: its middle */
/** @typedef {{rows: string[], room: number, width: number, symbol: Symbol}} Entry of the legend; `room` for its symbol */

/**
 * @param {object} what
 * @param {HTMLCanvasElement} what.map as drawn
 * @param {number} what.ratio pixels of the drawing a CSS pixel
 * @param {import("./state-in-url.js").State} what.state
 * @param {string} what.counts
 * @param {string} what.attribution
 * @param {string} what.address
 * @returns {Promise<Blob>} PNG
 */
export async function picture({ map, ratio, state, counts, attribution, address }) {
  /** @type {Line[]} */
  const lines = [
    { keyword: "Title", text: `claimatlas · ${t("note")}` },
    ...[counts, daysInWords(state), ...filtersInWords(state)].map((text) => ({ keyword: /** @type {const} */ ("Description"), text })),
    { keyword: "Comment", text: t("note_long") },
    { keyword: "Copyright", text: attribution },
    { keyword: "Source", text: address },
  ];
  const drawn = await asPng(compose(map, ratio, lines));
  return withTexts(drawn, texts(lines), document.documentElement.lang);
}

/** @param {Line[]} lines @returns {Record<string, string>} */
const texts = (lines) => Object.fromEntries(Object.keys(LOOK).map((keyword) =>
  [keyword, lines.filter((line) => line.keyword === keyword).map(({ text }) => text).join("\n")]));

/**
 * @param {HTMLCanvasElement} map
 * @param {number} ratio
 * @param {Line[]} lines
 */
function compose(map, ratio, lines) {
  const surface = document.createElement("canvas");
  const context = /** @type {CanvasRenderingContext2D} */ (surface.getContext("2d"));
  if (!context) throw new Error("no canvas");
  const width = map.width / ratio - 2 * MARGIN;
  const legend = inRows(legendEntries(context, width), width);
  const words = lines.flatMap(({ keyword, text }) => wrapped(context, text, LOOK[keyword], width));
  surface.width = map.width;
  const under = legend.reduce((sum, row) => sum + heightOf(row), 0);
  surface.height = map.height + Math.ceil((under + words.length * ROW + 2 * MARGIN + 8) * ratio);
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, surface.width, surface.height);
  context.drawImage(map, 0, 0);
  context.scale(ratio, ratio);
  const top = map.height / ratio + MARGIN;
  let y = top;
  for (const row of legend) {
    drawRow(context, row, y);
    y += heightOf(row);
  }
  words.forEach(({ text, font, ink }, index) => {
    context.font = font;
    context.fillStyle = ink;
    context.fillText(text, MARGIN, top + under + 8 + (index + 0.7) * ROW);
  });
  return surface;
}

/** @param {Entry[]} row */
const heightOf = (row) => Math.max(...row.map(({ rows }) => rows.length)) * ROW + SYMBOL_GAP;

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Entry[]} row
 * @param {number} top
 */
function drawRow(context, row, top) {
  let x = MARGIN;
  for (const { rows, room, width, symbol } of row) {
    symbol(context, x, top + ROW / 2);
    context.font = LOOK.Description.font;
    context.fillStyle = INK;
    rows.forEach((words, index) => context.fillText(words, x + room, top + (index + 0.5) * ROW + 5));
    x += width;
  }
}

/**
 * The sides by colour and shape, then what the symbols mean.
 * @param {CanvasRenderingContext2D} ruler
 * @param {number} width CSS pixels that there are
 * @returns {Entry[]}
 */
function legendEntries(ruler, width) {
  const entry = (/** @type {string} */ words, /** @type {number} */ room, /** @type {Symbol} */ symbol) => {
    const rows = wrapped(ruler, words, LOOK.Description, width - room).map(({ text }) => text);
    return { rows, room, symbol, width: room + Math.max(...rows.map((row) => ruler.measureText(row).width)) + 22 };
  };
  return [
    ...SIDES.map((side) => entry(t(`side.${side}`), 20, (context, x, y) => {
      context.fillStyle = SIDE_STYLE[side].colour;
      context.fill(new Path2D(sidePath(side, x + 7, y, 14)));
    })),
    ...SYMBOL_LEGEND.map(([name, words]) => entry(t(words), 34, (context, x, y) => context.drawImage(symbolCanvas(name), x, y - 13, 26, 26))),
  ];
}

/**
 * @param {Entry[]} entries
 * @param {number} room
 * @returns {Entry[][]}
 */
function inRows(entries, room) {
  /** @type {Entry[][]} */
  const rows = [[]];
  let taken = 0;
  for (const entry of entries) {
    if (taken && taken + entry.width > room) {
      rows.push([]);
      taken = 0;
    }
    rows[rows.length - 1].push(entry);
    taken += entry.width;
  }
  return rows;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {{font: string, ink: string}} look
 * @param {number} width CSS pixels
 */
function wrapped(context, text, look, width) {
  context.font = look.font;
  const rows = [""];
  // An address has no blanks, so it may break anywhere.
  for (const part of text.match(/\S+\s*/g) ?? []) {
    const pieces = context.measureText(part).width > width ? part.match(/.{1,40}/gu) ?? [] : [part];
    for (const piece of pieces) {
      const row = rows[rows.length - 1] + piece;
      if (context.measureText(row.trimEnd()).width <= width) rows[rows.length - 1] = row;
      else rows.push(piece);
    }
  }
  return rows.map((row) => ({ text: row.trimEnd(), ...look }));
}

/** @param {HTMLCanvasElement} surface @returns {Promise<Blob>} */
const asPng = (surface) => new Promise((resolve, reject) => {
  surface.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png");
});
