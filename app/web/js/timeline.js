// The timeline: how much is claimed for each day and side, and the range of days that is looked at.

import { binsOf, dayNumber, dayOf } from "./bins.js";
import { Brush } from "./brush.js";
import { byId, element, fill, svg } from "./dom.js";
import { date, number, t } from "./i18n.js";
import { SIDES, SIDE_STYLE } from "./sides.js";

/** @typedef {import("./api.js").DayRow} DayRow */
/** @typedef {import("./bins.js").Bin} Bin */
/** @typedef {import("./state-in-url.js").State} State */

const HEIGHT = 46;
const TYPING_PAUSE_MS = 300;
const STEP_MS = 900;
/** Days that a preset goes back from the last day of which anything is said. */
const PRESETS = /** @type {const} */ ({ all: 0, days_7: 7, days_30: 30, days_90: 90, days_365: 365 });
/** How wide a window plays where no range is set, as a part of all days. */
const WINDOW_PARTS = 20;

/**
 * What the timeline shows and whom it tells.
 * @typedef {object} View
 * @property {State} state
 * @property {DayRow[]} days
 * @property {number} undated entries that the dates leave out because theirs are not known
 * @property {(change: Partial<State>, how?: {replace?: boolean}) => void} onChange
 */

export class Timeline {
  /** @param {HTMLElement} container */
  constructor(container) {
    this.container = container;
    /** @type {View | null} */
    this.view = null;
    this.drawn = "";
    /** @type {DayRow[] | null} */
    this.drawnDays = null;
    /** @type {Brush | null} */
    this.brush = null;
    this.playing = 0;
    /** @type {Bin[]} */
    this.bins = [];
  }

  /** @param {View} view */
  show(view) {
    this.view = view;
    const lang = document.documentElement.lang;
    if (lang !== this.drawn) this.#build();
    if (lang !== this.drawn || this.drawnDays !== view.days) this.#drawBars();
    this.drawn = lang;
    this.drawnDays = view.days;
    this.#update();
  }

  #build() {
    const track = element("div", { class: "track", id: "track" });
    const select = (/** @type {string} */ id, /** @type {string[]} */ values, /** @type {string} */ words, /** @type {(value: string) => void} */ send) =>
      element("select", { id, "aria-label": t(id), on: { change: (/** @type {Event} */ event) =>
        send(/** @type {HTMLSelectElement} */ (event.target).value) } },
      ...values.map((value) => element("option", { value }, t(`${words}.${value}`))));
    fill(this.container,
      element("div", { class: "timeline-bar" },
        element("button", { type: "button", class: "quiet play", id: "play", "aria-pressed": "false",
          on: { click: () => this.#toggle() } }),
        select("time_axis", ["event", "statement", "publication"], "time", (time) =>
          this.#change({ time: /** @type {State["time"]} */ (time) })),
        this.#dateBox("from"), element("span", { "aria-hidden": "true" }, "–"), this.#dateBox("to"),
        select("preset", ["choose", ...Object.keys(PRESETS)], "preset", (value) => this.#preset(value)),
        element("p", { class: "undated", id: "undated", role: "status" })),
      element("div", { class: "timeline-plot" },
        element("div", { class: "plot-top", id: "plot-top" }), element("div", { class: "bars", id: "bars" }), track,
        element("div", { class: "plot-ends", id: "plot-ends" })));
    this.brush = new Brush(track, {
      labels: { from: t("from"), to: t("to") },
      say: (value) => date(dayOf(value)),
      onChange: ({ from, to }, done) => {
        this.#stop();
        if (done) this.#change(this.#range(from, to));
        else this.#label(dayOf(from), dayOf(to));
      },
    });
  }

  /** @param {"from" | "to"} key */
  #dateBox(key) {
    let pause = 0;
    // A date typed by hand is complete, and wrong, after each digit of its year.
    const send = (/** @type {Event} */ event) => {
      const { value, validity } = /** @type {HTMLInputElement} */ (event.target);
      clearTimeout(pause);
      if (validity.valid) pause = window.setTimeout(() => this.#change({ [key]: value }), TYPING_PAUSE_MS);
    };
    return element("input", { type: "date", id: key, "aria-label": t(key), min: "1000-01-01", max: "2999-12-31",
      on: { change: send } });
  }

  /** @param {Partial<State>} change */
  #change(change) {
    this.#stop();
    this.view?.onChange(change);
  }

  /** First and last day of which anything is said, in days since 1970. */
  #ends() {
    const days = this.view?.days ?? [];
    if (!days.length) return null;
    return { least: dayNumber(days[0][0]), most: dayNumber(days[days.length - 1][0]) };
  }

  /**
   * A range as the state has it: no end where it reaches the end of the data.
   * @param {number} from
   * @param {number} to
   */
  #range(from, to) {
    const ends = this.#ends();
    return { from: ends && from > ends.least ? dayOf(from) : "", to: ends && to < ends.most ? dayOf(to) : "" };
  }

  /** @param {string} value */
  #preset(value) {
    const back = PRESETS[/** @type {keyof typeof PRESETS} */ (value)];
    const ends = this.#ends();
    if (back === undefined || !ends) return;
    this.#change(back ? { from: dayOf(ends.most - back + 1), to: "" } : { from: "", to: "" });
  }

  #drawBars() {
    const bars = byId("bars");
    const { unit, bins } = binsOf(this.view?.days ?? []);
    const tallest = Math.max(1, ...bins.map(({ counts }) => counts.reduce((sum, count) => sum + count, 0)));
    const chart = svg("svg", { viewBox: `0 0 ${Math.max(1, bins.length)} ${HEIGHT}`, preserveAspectRatio: "none",
      role: "img", "aria-label": this.#inWords(bins, unit) });
    bins.forEach((bin, index) => chart.append(...bar(bin, index, HEIGHT / tallest)));
    fill(bars, chart);
    bars.hidden = !bins.length;
    fill(byId("plot-top"), ...(bins.length ? [t(`per_${unit}`), t("at_most", { number: tallest })] : []).map((words) => element("span", {}, words)));
    fill(byId("plot-ends"), element("span", {}, bins.length ? date(bins[0].start) : ""),
      element("strong", { id: "range-label" }), element("span", {}, bins.length ? date(bins[bins.length - 1].end) : ""));
    this.bins = bins;
  }

  /**
   * @param {Bin[]} bins
   * @param {string} unit
   */
  #inWords(bins, unit) {
    const sums = SIDES.map((side, index) => `${t(`side.${side}`)}: ${number(bins.reduce((sum, { counts }) => sum + counts[index], 0))}`);
    return `${t("timeline_label")}, ${t(`per_${unit}`)}. ${sums.join("; ")}`;
  }

  #update() {
    if (!this.view || !this.brush) return;
    const { state, undated } = this.view;
    for (const key of /** @type {const} */ (["from", "to"])) {
      const input = /** @type {HTMLInputElement} */ (byId(key));
      if (input !== document.activeElement && input.value !== state[key]) input.value = state[key];
    }
    /** @type {HTMLSelectElement} */ (byId("time_axis")).value = state.time;
    /** @type {HTMLSelectElement} */ (byId("preset")).value = "choose";
    byId("undated").textContent = undated ? t("undated", { count: undated }) : "";
    const play = byId("play");
    play.setAttribute("aria-pressed", String(Boolean(this.playing)));
    play.textContent = t(this.playing ? "pause" : "play");
    const ends = this.#span();
    byId("track").hidden = !ends;
    /** @type {HTMLButtonElement} */ (play).disabled = !ends;
    if (!ends) return;
    const inside = (/** @type {string} */ day, /** @type {number} */ standard) =>
      Math.max(ends.least, Math.min(ends.most, day ? dayNumber(day) : standard));
    this.brush.show({ ...ends, from: inside(state.from, ends.least), to: inside(state.to, ends.most) });
    this.#label(state.from, state.to);
  }

  /** The days that the bars cover, whole weeks and months. */
  #span() {
    const { bins } = this;
    return bins.length ? { least: dayNumber(bins[0].start), most: dayNumber(bins[bins.length - 1].end) } : null;
  }

  /**
   * @param {string} from
   * @param {string} to
   */
  #label(from, to) {
    const label = from && to ? `${date(from)} – ${date(to)}`
      : from ? t("date_since", { date: date(from) }) : to ? t("date_until", { date: date(to) }) : t("preset.all");
    byId("range-label").textContent = label;
  }

  #toggle() {
    if (this.playing) this.#stop();
    else this.#play();
    this.#update();
  }

  /** Move a window of days along, from where it is to the end. */
  #play() {
    const ends = this.#ends();
    if (!this.view || !ends) return;
    const { state } = this.view;
    const span = ends.most - ends.least + 1;
    const from = state.from ? dayNumber(state.from) : ends.least;
    const wide = state.from || state.to
      ? Math.max(1, (state.to ? dayNumber(state.to) : ends.most) - from + 1) : Math.max(1, Math.ceil(span / WINDOW_PARTS));
    const atEnd = !state.to || dayNumber(state.to) >= ends.most;
    let start = (state.from || state.to) && !atEnd ? from : ends.least - wide;
    const step = () => {
      start += wide;
      if (start > ends.most) {
        this.#stop();
        this.#update();
        return;
      }
      this.view?.onChange({ from: dayOf(start), to: dayOf(Math.min(start + wide - 1, ends.most)) }, { replace: true });
    };
    this.playing = window.setInterval(step, STEP_MS);
    step();
  }

  #stop() {
    clearInterval(this.playing);
    this.playing = 0;
  }
}

/**
 * One stacked bar.
 * @param {Bin} bin
 * @param {number} index
 * @param {number} scale
 * @returns {Element[]}
 */
function bar({ counts }, index, scale) {
  let top = HEIGHT;
  return SIDES.flatMap((side, order) => {
    const height = counts[order] * scale;
    if (!height) return [];
    top -= height;
    return [svg("rect", { x: index + 0.06, y: top, width: 0.88, height, fill: SIDE_STYLE[side].colour })];
  });
}
