// Days put together into weeks or months where a histogram has no room for each.

/** @typedef {import("./api.js").DayRow} DayRow */
/** @typedef {{start: string, end: string, counts: number[]}} Bin first and last day, counts by side */

const DAY_MS = 86_400_000;
/** Days up to which a histogram shows days, and up to which weeks. */
const DAYS = 100;
const WEEKS = 1000;

/** @param {string} day YYYY-MM-DD @returns {number} days since 1970 */
export const dayNumber = (day) => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);

/** @param {number} number days since 1970 @returns {string} YYYY-MM-DD */
export const dayOf = (number) => new Date(number * DAY_MS).toISOString().slice(0, 10);

/** @param {number} span days @returns {"day" | "week" | "month"} */
export const unitFor = (span) => (span <= DAYS ? "day" : span <= WEEKS ? "week" : "month");

/** First day of the unit that holds a day; weeks begin on Monday. @type {Record<string, (day: number) => number>} */
const START = {
  day: (day) => day,
  week: (day) => day - ((day + 3) % 7),
  month: (day) => dayNumber(`${dayOf(day).slice(0, 7)}-01`),
};
/** First day of the next unit. @type {Record<string, (day: number) => number>} */
const NEXT = { day: (day) => day + 1, week: (day) => day + 7, month: (day) => START.month(day + 31) };

/**
 * @param {DayRow[]} rows in the order of days
 * @returns {{unit: "day" | "week" | "month", bins: Bin[]}} without gaps, from the first to the last
 */
export function binsOf(rows) {
  if (!rows.length) return { unit: "day", bins: [] };
  const first = dayNumber(rows[0][0]);
  const last = dayNumber(rows[rows.length - 1][0]);
  const unit = unitFor(last - first + 1);
  /** @type {Bin[]} */
  const bins = [];
  /** @type {Map<number, Bin>} */
  const known = new Map();
  for (let start = START[unit](first); start <= last; start = NEXT[unit](start)) {
    const bin = { start: dayOf(start), end: dayOf(NEXT[unit](start) - 1), counts: [0, 0, 0, 0] };
    known.set(start, bin);
    bins.push(bin);
  }
  for (const [day, ...counts] of rows) {
    const bin = known.get(START[unit](dayNumber(day)));
    counts.forEach((count, side) => { if (bin) bin.counts[side] += count; });
  }
  return { unit, bins };
}
