// Draws the map's symbols as images: the side's shape alone for one claim, else a label with each
// side's shape and number of claims. Every side shows at its own count; none gives its colour to all.

import { SIDES, SIDE_STYLE, sidePath } from "./sides.js";

/** @typedef {import("./places.js").Site} Site */
/** @typedef {import("./sides.js").Side} Side */

const RATIO = 2;
const FONT = "600 12px system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";
const INK = "#1d2733";
const SHAPE = 13;
const LONE_SHAPE = 17;
const HEIGHT = 24;
const PADDING = 7;
const GAP = 3;
const BETWEEN = 8;

/**
 * The name of the image a site wants, for example "site/point/UA=3,RU=1".
 * @param {Site} site
 */
export function symbolName({ counts, settlement }) {
  const parts = SIDES.filter((side) => counts[side]).map((side) => `${side}=${counts[side]}`);
  return `site/${settlement ? "point" : "area"}/${parts.join(",")}`;
}

/**
 * @param {Site} site
 * @param {boolean} selected with a heavy outline
 * @returns {{image: ImageData, pixelRatio: number}}
 */
export function drawSymbol({ counts, settlement }, selected) {
  const present = SIDES.filter((side) => counts[side]).map((side) => ({ side, count: counts[side] }));
  const lone = present.length === 1 && present[0].count === 1;
  return { image: lone && settlement ? loneShape(present[0].side, selected) : label(present, !settlement, selected), pixelRatio: RATIO };
}

/**
 * @param {number} width CSS pixels
 * @param {number} height
 */
function canvas(width, height) {
  const surface = document.createElement("canvas");
  surface.width = Math.ceil(width) * RATIO;
  surface.height = Math.ceil(height) * RATIO;
  const context = surface.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("no canvas");
  context.scale(RATIO, RATIO);
  return context;
}

/** @param {CanvasRenderingContext2D} context */
const pixels = (context) => context.getImageData(0, 0, context.canvas.width, context.canvas.height);

/**
 * @param {Side} side
 * @param {boolean} selected
 */
function loneShape(side, selected) {
  const box = LONE_SHAPE + 12;
  const context = canvas(box, box);
  const shape = new Path2D(sidePath(side, box / 2, box / 2, LONE_SHAPE));
  context.lineJoin = "round";
  context.lineWidth = selected ? 8 : 5;
  context.strokeStyle = selected ? INK : "rgba(29, 39, 51, 0.35)";
  context.stroke(shape);
  context.lineWidth = 3.5;
  context.strokeStyle = "#ffffff";
  context.stroke(shape);
  context.fillStyle = SIDE_STYLE[side].colour;
  context.fill(shape);
  return pixels(context);
}

/**
 * @param {{side: Side, count: number}[]} counts
 * @param {boolean} area dashed outline: the claim names an area, the label only marks its middle
 * @param {boolean} selected
 */
function label(counts, area, selected) {
  const lone = counts.length === 1 && counts[0].count === 1;
  const ruler = canvas(1, 1);
  ruler.font = FONT;
  const texts = counts.map(({ count }) => (lone ? "" : String(count)));
  const widths = texts.map((text) => SHAPE + (text ? GAP + ruler.measureText(text).width : 0));
  const inner = widths.reduce((sum, width) => sum + width, 0) + BETWEEN * (counts.length - 1);
  const width = Math.ceil(inner) + 2 * PADDING;
  const context = canvas(width + 4, HEIGHT + 4);
  context.beginPath();
  context.roundRect(2, 2, width, HEIGHT, HEIGHT / 2);
  context.fillStyle = area ? "rgba(255, 255, 255, 0.86)" : "#ffffff";
  context.shadowColor = "rgba(29, 39, 51, 0.28)";
  context.shadowBlur = area ? 0 : 3;
  context.fill();
  context.shadowColor = "transparent";
  context.setLineDash(area ? [4, 3] : []);
  context.lineWidth = selected ? 2.5 : area ? 1.5 : 1;
  context.strokeStyle = selected ? INK : area ? "rgba(29, 39, 51, 0.75)" : "rgba(29, 39, 51, 0.4)";
  context.stroke();
  context.font = FONT;
  context.textBaseline = "middle";
  const middle = 2 + HEIGHT / 2;
  let x = 2 + PADDING;
  counts.forEach(({ side }, index) => {
    context.fillStyle = SIDE_STYLE[side].colour;
    context.fill(new Path2D(sidePath(side, x + SHAPE / 2, middle, SHAPE)));
    context.fillStyle = INK;
    context.fillText(texts[index], x + SHAPE + GAP, middle + 0.5);
    x += widths[index] + BETWEEN;
  });
  return pixels(context);
}
