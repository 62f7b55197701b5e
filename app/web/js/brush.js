// A range with two thumbs over the histogram: sliders for keyboard and pointer alike.

import { element } from "./dom.js";

/**
 * @typedef {object} Range
 * @property {number} least
 * @property {number} most
 * @property {number} from
 * @property {number} to
 */

const KEYS = /** @type {Record<string, (value: number, range: Range) => number>} */ ({
  ArrowLeft: (value) => value - 1, ArrowRight: (value) => value + 1,
  ArrowDown: (value) => value - 1, ArrowUp: (value) => value + 1,
  PageDown: (value) => value - 30, PageUp: (value) => value + 30,
  Home: (_, range) => range.least, End: (_, range) => range.most,
});

/** Two thumbs and the stretch between them, over a track as wide as the container. */
export class Brush {
  /**
   * @param {HTMLElement} track
   * @param {object} how
   * @param {Record<"from" | "to", string>} how.labels
   * @param {(value: number) => string} how.say a value in words
   * @param {(range: {from: number, to: number}, done: boolean) => void} how.onChange `done`: let go
   */
  constructor(track, { labels, say, onChange }) {
    this.track = track;
    this.say = say;
    this.onChange = onChange;
    /** @type {Range} */
    this.range = { least: 0, most: 1, from: 0, to: 1 };
    this.stretch = element("div", { class: "brush-stretch" });
    this.thumbs = {
      from: this.#thumb("from", labels.from),
      to: this.#thumb("to", labels.to),
    };
    track.append(this.stretch, this.thumbs.from, this.thumbs.to);
    track.addEventListener("pointerdown", (event) => this.#begin(event));
  }

  /**
   * @param {"from" | "to"} which
   * @param {string} label
   */
  #thumb(which, label) {
    return element("div", { class: `thumb thumb-${which}`, id: `thumb-${which}`, role: "slider", tabindex: 0,
      "aria-label": label, "aria-orientation": "horizontal",
      on: { keydown: (/** @type {KeyboardEvent} */ event) => this.#key(which, event) } });
  }

  /**
   * @param {"from" | "to"} which
   * @param {KeyboardEvent} event
   */
  #key(which, event) {
    const move = KEYS[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#set({ [which]: move(this.range[which], this.range) }, true);
  }

  /** @param {number} x pixels from the left of the window @returns {number} value */
  #valueAt(x) {
    const { left, width } = this.track.getBoundingClientRect();
    const { least, most } = this.range;
    return Math.round(least + ((x - left) / width) * (most - least + 1) - 0.5);
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    const target = /** @type {HTMLElement} */ (event.target);
    const start = this.#valueAt(event.clientX);
    const { from, to, least, most } = this.range;
    const whole = from <= least && to >= most;
    /** @type {(value: number) => Partial<Range>} */
    let move;
    if (target === this.thumbs.from) move = (value) => ({ from: value });
    else if (target === this.thumbs.to) move = (value) => ({ to: value });
    else if (target === this.stretch && !whole) {
      move = (value) => {
        const shift = Math.max(least - from, Math.min(most - to, value - start));
        return { from: from + shift, to: to + shift };
      };
    } else move = (value) => ({ from: Math.min(start, value), to: Math.max(start, value) });
    const follow = (/** @type {PointerEvent} */ at) => this.#set(move(this.#valueAt(at.clientX)), false);
    const end = (/** @type {PointerEvent} */ at) => {
      removeEventListener("pointermove", follow);
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", end);
      if (at.type === "pointerup") this.#set(move(this.#valueAt(at.clientX)), true);
    };
    addEventListener("pointermove", follow);
    addEventListener("pointerup", end);
    addEventListener("pointercancel", end);
    if (target === this.thumbs.from || target === this.thumbs.to) target.focus();
  }

  /**
   * @param {Partial<Range>} change
   * @param {boolean} done
   */
  #set(change, done) {
    const { least, most } = this.range;
    const inside = (/** @type {number} */ value) => Math.max(least, Math.min(most, value));
    let from = inside(change.from ?? this.range.from);
    let to = inside(change.to ?? this.range.to);
    // A thumb stops at the other one; it does not push it.
    if (from > to && change.from !== undefined && change.to === undefined) from = to;
    if (from > to) to = from;
    this.show({ ...this.range, from, to });
    this.onChange({ from, to }, done);
  }

  /** @param {Range} range */
  show(range) {
    this.range = range;
    const { least, most, from, to } = range;
    const share = (/** @type {number} */ value) => `${((value - least) / (most - least + 1)) * 100}%`;
    this.thumbs.from.style.left = share(from);
    this.thumbs.to.style.left = share(to + 1);
    this.stretch.style.left = share(from);
    this.stretch.style.right = `calc(100% - ${share(to + 1)})`;
    for (const which of /** @type {const} */ (["from", "to"])) {
      const thumb = this.thumbs[which];
      thumb.setAttribute("aria-valuemin", String(which === "from" ? least : from));
      thumb.setAttribute("aria-valuemax", String(which === "from" ? to : most));
      thumb.setAttribute("aria-valuenow", String(range[which]));
      thumb.setAttribute("aria-valuetext", this.say(range[which]));
    }
  }
}
