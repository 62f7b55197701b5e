// Words inside a PNG file, where libraries, archives and picture editors read them: iTXt chunks
// (PNG specification, third edition, 11.3.3.4), in UTF-8.

const SIGNATURE = 8;
/** Signature, then IHDR: length, type, thirteen bytes, checksum. Texts may follow at once. */
const AFTER_HEADER = SIGNATURE + 4 + 4 + 13 + 4;

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let rest = n;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest;
});

/** @param {Uint8Array} bytes @returns {number} CRC-32 as PNG has it */
const checksum = (bytes) => (bytes.reduce((rest, byte) => TABLE[(rest ^ byte) & 0xff] ^ (rest >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;

/**
 * @param {string} keyword of the specification: "Title", "Description" ...
 * @param {string} text
 * @param {string} lang
 */
function chunk(keyword, text, lang) {
  // After the keyword: no compression, the language, and no keyword in that language.
  const body = new TextEncoder().encode(`iTXt${keyword}\0\0\0${lang}\0\0${text}`);
  const whole = new Uint8Array(body.length + 8);
  const view = new DataView(whole.buffer);
  view.setUint32(0, body.length - 4);
  whole.set(body, 4);
  view.setUint32(body.length + 4, checksum(body));
  return whole;
}

/**
 * @param {Blob} png
 * @param {Record<string, string>} texts by keyword
 * @param {string} lang of the texts
 * @returns {Promise<Blob>} the same picture with the texts in it
 */
export async function withTexts(png, texts, lang) {
  const bytes = new Uint8Array(await png.arrayBuffer());
  const chunks = Object.entries(texts).map(([keyword, text]) => chunk(keyword, text, lang));
  return new Blob([bytes.subarray(0, AFTER_HEADER), ...chunks, bytes.subarray(AFTER_HEADER)], { type: "image/png" });
}
