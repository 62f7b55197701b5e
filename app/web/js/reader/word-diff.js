// Two tellings of one sentence, word by word: pure, so that it can be checked without a page.

/** Sentences of more words than this are not compared: the work grows with the square. */
const MOST = 400;

/**
 * @param {string} before
 * @param {string} after
 * @returns {{before: [string, boolean][], after: [string, boolean][]}} stretches of each, and whether the other has them too
 */
export function wordDiff(before, after) {
  const [one, other] = [words(before), words(after)];
  if (one.length > MOST || other.length > MOST) return { before: [[before, before === after]], after: [[after, before === after]] };
  const [inOne, inOther] = [new Set(), new Set()];
  let [i, j] = [0, 0];
  const longest = common(one, other);
  while (i < one.length && j < other.length) {
    if (one[i] === other[j]) {
      inOne.add(i++);
      inOther.add(j++);
    } else if (longest[i + 1][j] >= longest[i][j + 1]) i += 1;
    else j += 1;
  }
  return { before: joined(one, inOne), after: joined(other, inOther) };
}

/** @param {string} text @returns {string[]} words, and what stands between them */
const words = (text) => text.replace(/\s+/g, " ").trim().match(/[\p{L}\p{N}]+|[^\p{L}\p{N}]/gu) ?? [];

/** @param {string[]} one @param {string[]} other @returns {number[][]} length of what the ends from each place on have in common */
function common(one, other) {
  const table = Array.from({ length: one.length + 1 }, () => Array(other.length + 1).fill(0));
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      table[i][j] = one[i] === other[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
    }
  }
  return table;
}

/** @param {string[]} parts @param {Set<number>} shared @returns {[string, boolean][]} */
function joined(parts, shared) {
  /** @type {[string, boolean][]} */
  const found = [];
  for (const [index, part] of parts.entries()) {
    const last = found[found.length - 1];
    // A blank between two words of one's own is no common ground.
    const both = shared.has(index) && !(part === " " && index && !shared.has(index - 1) && index + 1 < parts.length && !shared.has(index + 1));
    if (last && last[1] === both) last[0] += part;
    else found.push([part, both]);
  }
  return found;
}
