// Draws the map's symbols as images: a side's shape where one side speaks, else a ring split among the
// sides. Every side has its colour and its shape in the ring; none gives its colour to the whole.

import { SIDES, SIDE_STYLE, sidePath } from "./sides.js";

/** @typedef {import("./sides.js").Side} Side */

const RATIO = 2;
const INK = "#1d2733";
/** The ring is split into as many parts; a side that speaks has one at least. */
const PARTS = 8;
/** Diameters in CSS pixels by number of claims: from so many on, so wide. @type {[number, number][]} */
const SIZES = [[1, 22], [2, 29], [10, 34], [50, 41], [500, 48]];
const PREFIX = "claims/";
const FONT = "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";
/** CSS pixels of the digits, where there is room. */
const LARGEST_NUMBER = 13;

/** @param {Side} side the property of a tile that counts its claims */
export const countOf = (side) => ["coalesce", ["get", side.toLowerCase()], 0];

const TOTAL = ["+", ...SIDES.map(countOf)];

/** @param {Side} side */
const parts = (side) => ["case", [">", countOf(side), 0],
  ["to-string", ["max", 1, ["round", ["/", ["*", PARTS, countOf(side)], TOTAL]]]], "0"];

/** MapLibre expression: the number inside a ring; none where one claim is shown by its shape. */
const LABEL = ["case", ["<", TOTAL, 2], "",
  ["<", TOTAL, 1000], ["to-string", TOTAL],
  ["concat", ["to-string", ["/", ["round", ["/", TOTAL, 100]], 10]], "k"]];

/** MapLibre expression: the name of the image that a feature of the tiles wants. */
export const IMAGE = ["concat", PREFIX,
  ["to-string", ["step", TOTAL, 0, ...SIZES.slice(1).flatMap(([from], index) => [from, index + 1])]], "/",
  ["match", ["get", "location_precision"], "settlement", "point", "oblast", "oblast", "mixed", "point", "area"], "/",
  ["case", ["==", ["get", "disputed"], true], "disputed", "plain"],
  ...SIDES.flatMap((side) => ["/", parts(side)]), "/", LABEL];

/**
 * @param {string} name as `IMAGE` makes it
 * @returns {{image: ImageData, pixelRatio: number} | null} null for an image that is none of ours
 */
export function drawSymbol(name) {
  if (!name.startsWith(PREFIX)) return null;
  const [size, kind, disputed, ...rest] = name.slice(PREFIX.length).split("/");
  const [shares, label] = [rest.slice(0, SIDES.length), rest[SIDES.length] ?? ""];
  const present = SIDES.map((side, index) => ({ side, share: Number(shares[index]) })).filter(({ share }) => share > 0);
  const [, width] = SIZES[Number(size)] ?? SIZES[0];
  const lone = Number(size) === 0;
  const context = canvas(width + 10);
  const middle = (width + 10) / 2;
  if (lone) loneShape(context, middle, present[0].side);
  else ring(context, middle, width / 2, present);
  // Part of the image, or a symbol drawn above would leave the number of the one that it hides.
  if (label && !lone) write(context, middle, width / 2 - band(width / 2) - 0.5, label);
  if (kind === "area") around(context, middle, width / 2 + 2.5, [3, 2.5], 1.3);
  if (disputed === "disputed") around(context, middle, width / 2 + 2.5, [], 2.2);
  return { image: context.getImageData(0, 0, context.canvas.width, context.canvas.height), pixelRatio: RATIO };
}

/** @param {number} width CSS pixels */
function canvas(width) {
  const surface = document.createElement("canvas");
  surface.width = surface.height = Math.ceil(width * RATIO);
  const context = surface.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("no canvas");
  context.scale(RATIO, RATIO);
  return context;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} middle
 * @param {Side} side
 */
function loneShape(context, middle, side) {
  const shape = new Path2D(sidePath(side, middle, middle, 17));
  context.lineJoin = "round";
  context.lineWidth = 5;
  context.strokeStyle = "rgba(29, 39, 51, 0.35)";
  context.stroke(shape);
  context.lineWidth = 3.5;
  context.strokeStyle = "#ffffff";
  context.stroke(shape);
  context.fillStyle = SIDE_STYLE[side].colour;
  context.fill(shape);
}

/** @param {number} radius @returns {number} how wide the ring is drawn */
const band = (radius) => Math.max(6.5, radius * 0.4);

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} middle
 * @param {number} room from the middle
 * @param {string} label
 */
function write(context, middle, room, label) {
  let size = LARGEST_NUMBER;
  do context.font = `600 ${size}px ${FONT}`;
  while (context.measureText(label).width > 1.8 * room && (size -= 0.5) > 6);
  context.textAlign = "center";
  context.fillStyle = INK;
  context.fillText(label, middle, middle + size * 0.36);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} middle
 * @param {number} radius
 * @param {{side: Side, share: number}[]} present
 */
function ring(context, middle, radius, present) {
  const wide = band(radius);
  disc(context, middle, radius + 1.2, "rgba(29, 39, 51, 0.35)");
  disc(context, middle, radius + 0.4, "#ffffff");
  const whole = present.reduce((sum, { share }) => sum + share, 0);
  let from = -Math.PI / 2;
  for (const { side, share } of present) {
    const to = from + 2 * Math.PI * (share / whole);
    context.beginPath();
    context.arc(middle, middle, radius - 0.6, from, to);
    context.arc(middle, middle, radius - wide, to, from, true);
    context.closePath();
    context.fillStyle = SIDE_STYLE[side].colour;
    context.fill();
    context.lineWidth = 1;
    context.strokeStyle = "#ffffff";
    context.stroke();
    const half = (from + to) / 2;
    const reach = radius - wide / 2 - 0.3;
    const mark = sidePath(side, middle + reach * Math.cos(half), middle + reach * Math.sin(half), wide * 0.8);
    context.fillStyle = "#ffffff";
    context.fill(new Path2D(mark));
    from = to;
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} middle
 * @param {number} radius
 * @param {string} colour
 */
function disc(context, middle, radius, colour) {
  context.beginPath();
  context.arc(middle, middle, radius, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} middle
 * @param {number} radius
 * @param {number[]} dashes
 * @param {number} width
 */
function around(context, middle, radius, dashes, width) {
  context.beginPath();
  context.arc(middle, middle, radius, 0, 2 * Math.PI);
  context.setLineDash(dashes);
  context.lineWidth = width;
  context.strokeStyle = INK;
  context.stroke();
  context.setLineDash([]);
}

/** Name of the pattern that fills areas. */
export const HATCH = "hatch";

/** @returns {{image: ImageData, pixelRatio: number}} slanting lines that join at the edges */
export function drawHatch() {
  const width = 8;
  const context = canvas(width);
  context.strokeStyle = "rgba(31, 59, 77, 0.34)";
  context.lineWidth = 1;
  for (const shift of [-width, 0, width]) {
    context.beginPath();
    context.moveTo(shift - 1, width + 1);
    context.lineTo(shift + width + 1, -1);
    context.stroke();
  }
  return { image: context.getImageData(0, 0, context.canvas.width, context.canvas.height), pixelRatio: RATIO };
}

/**
 * The same symbol for legends and pictures.
 * @param {string} name as `IMAGE` makes it
 * @returns {HTMLCanvasElement}
 */
export function symbolCanvas(name) {
  const drawn = drawSymbol(name);
  const surface = document.createElement("canvas");
  if (!drawn) return surface;
  surface.width = drawn.image.width;
  surface.height = drawn.image.height;
  surface.getContext("2d")?.putImageData(drawn.image, 0, 0);
  return surface;
}
