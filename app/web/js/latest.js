// One thing that is fetched again whenever what it depends on changes, and only then.

/** @template T */
export class Latest {
  constructor() {
    /** What the value answers to; "" before the first. */
    this.key = "";
    /** @type {T | undefined} */
    this.value = undefined;
    this.asked = "";
    /** @type {AbortController | null} */
    this.controller = null;
  }

  /**
   * Fetch the value for `key`, unless it is there or under way. An older request is given up.
   * @param {string} key
   * @param {(signal: AbortSignal) => Promise<T>} fetcher
   * @returns {Promise<boolean>} whether there is a new value
   */
  async get(key, fetcher) {
    if (key === this.asked) return false;
    this.controller?.abort();
    this.asked = key;
    if (key === this.key) return false; // back to what is shown, before the other came
    const controller = new AbortController();
    this.controller = controller;
    try {
      const value = await fetcher(controller.signal);
      if (controller.signal.aborted) return false;
      this.value = value;
      this.key = key;
      return true;
    } catch (error) {
      if (controller.signal.aborted) return false;
      this.asked = this.key; // so that it can be tried again
      throw error;
    }
  }
}
