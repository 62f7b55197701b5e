// The map as a picture that explains itself: legend, filters, days, attribution and address.

import { t } from "./i18n.js";
import { daysInWords, filtersInWords } from "./in-words.js";
import { SIDES, SIDE_STYLE, sidePath } from "./sides.js";

const FONT = "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";
const INK = "#1d2733";
const SOFT = "#536070";
const MARGIN = 16;

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
  const width = map.width / ratio;
  const lines = [
    { text: `claimatlas · ${t("note")}`, font: `650 16px ${FONT}`, ink: INK },
    { text: counts, font: `14px ${FONT}`, ink: INK },
    { text: daysInWords(state), font: `14px ${FONT}`, ink: INK },
    ...filtersInWords(state).map((text) => ({ text, font: `14px ${FONT}`, ink: INK })),
    { text: t("note_long"), font: `13px ${FONT}`, ink: SOFT },
    { text: attribution, font: `12px ${FONT}`, ink: SOFT },
    { text: address, font: `12px ${FONT}`, ink: SOFT },
  ];
  const ruler = document.createElement("canvas").getContext("2d");
  if (!ruler) throw new Error("no canvas");
  const rows = lines.flatMap((line) => wrapped(ruler, line, width - 2 * MARGIN));
  const foot = rows.length * 20 + 36 + 2 * MARGIN;
  const surface = document.createElement("canvas");
  surface.width = map.width;
  surface.height = map.height + Math.ceil(foot * ratio);
  const context = /** @type {CanvasRenderingContext2D} */ (surface.getContext("2d"));
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, surface.width, surface.height);
  context.drawImage(map, 0, 0);
  context.scale(ratio, ratio);
  const top = map.height / ratio + MARGIN;
  legend(context, top);
  rows.forEach(({ text, font, ink }, index) => {
    context.font = font;
    context.fillStyle = ink;
    context.fillText(text, MARGIN, top + 46 + index * 20);
  });
  return new Promise((resolve, reject) => {
    surface.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png");
  });
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} top
 */
function legend(context, top) {
  context.font = `14px ${FONT}`;
  let x = MARGIN;
  for (const side of SIDES) {
    context.fillStyle = SIDE_STYLE[side].colour;
    context.fill(new Path2D(sidePath(side, x + 7, top + 7, 14)));
    context.fillStyle = INK;
    context.fillText(t(`side.${side}`), x + 20, top + 12);
    x += 44 + context.measureText(t(`side.${side}`)).width;
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{text: string, font: string, ink: string}} line
 * @param {number} width CSS pixels
 */
function wrapped(context, { text, font, ink }, width) {
  context.font = font;
  const rows = [""];
  // An address has no blanks, so it may break anywhere.
  for (const part of text.match(/\S+\s*/g) ?? []) {
    const pieces = context.measureText(part).width > width ? part.match(/.{1,40}/g) ?? [] : [part];
    for (const piece of pieces) {
      const row = rows[rows.length - 1] + piece;
      if (context.measureText(row).width <= width) rows[rows.length - 1] = row;
      else rows.push(piece);
    }
  }
  return rows.map((row) => ({ text: row.trimEnd(), font, ink }));
}
