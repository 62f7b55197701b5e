// The sides a source can be on: one colour (Okabe-Ito, safe for colour-blind readers) and one shape
// each, so that neither colour nor position alone carries the meaning.

/** @typedef {"UA" | "RU" | "other" | "unknown"} Side */

/** The order in which sides are listed everywhere. @type {readonly Side[]} */
export const SIDES = ["UA", "RU", "other", "unknown"];

/** @type {Record<Side, {colour: string, shape: "circle" | "diamond" | "square" | "triangle"}>} */
export const SIDE_STYLE = {
  UA: { colour: "#0072b2", shape: "circle" },
  RU: { colour: "#d55e00", shape: "diamond" },
  other: { colour: "#009e73", shape: "square" },
  unknown: { colour: "#595959", shape: "triangle" },
};

/**
 * @param {string | null | undefined} value as stored
 * @returns {Side}
 */
export function sideOf(value) {
  return SIDES.find((side) => side === value) ?? "unknown";
}

/** @type {Record<string, [number, number][]>} corners in a unit square centred on 0, 0 */
const CORNERS = {
  diamond: [[0, -0.56], [0.56, 0], [0, 0.56], [-0.56, 0]],
  square: [[-0.42, -0.42], [0.42, -0.42], [0.42, 0.42], [-0.42, 0.42]],
  triangle: [[0, -0.52], [0.52, 0.4], [-0.52, 0.4]],
};

/**
 * The outline of a side's shape as an SVG path, also understood by Path2D.
 * @param {Side} side
 * @param {number} x centre
 * @param {number} y centre
 * @param {number} size width of the box around the shape
 */
export function sidePath(side, x, y, size) {
  const { shape } = SIDE_STYLE[side];
  if (shape === "circle") {
    const r = size * 0.46;
    return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
  }
  const points = CORNERS[shape].map(([dx, dy]) => `${x + dx * size} ${y + dy * size}`);
  return `M${points.join("L")}Z`;
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * A side's symbol for legends, filters and cards; decorative, always next to its name.
 * @param {Side} side
 * @param {number} [size] CSS pixels
 */
export function sideIcon(side, size = 14) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("width", String(size));
  svg.setAttribute("height", String(size));
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "side-icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", sidePath(side, 8, 8, 14));
  path.setAttribute("fill", SIDE_STYLE[side].colour);
  svg.append(path);
  return svg;
}
