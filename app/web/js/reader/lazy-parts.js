// What is long is put into the page in parts, each filled when it comes near to the screen: a report of a
// megabyte with all its marks is half a million nodes, which no browser lays out in a second.

/** How long the page may be busy before it looks whether the reader wants something, in milliseconds. */
const TURN = 12;

export class LazyParts {
  constructor() {
    /** @type {Map<Element, () => void>} what fills the parts that are not filled yet */
    this.waiting = new Map();
    const near = { rootMargin: "100% 0px", scrollMargin: "800px 0px" };
    this.observer = new IntersectionObserver((seen) => seen.forEach(({ isIntersecting, target }) => isIntersecting && this.fill(target)), near);
    addEventListener("beforeprint", () => [...this.waiting.keys()].forEach((box) => this.fill(box)));
  }

  clear() {
    this.observer.disconnect();
    this.waiting.clear();
  }

  /** @param {Element} box @param {() => void} make */
  add(box, make) {
    this.waiting.set(box, make);
    this.observer.observe(box);
  }

  /** @param {Element | undefined} box */
  fill(box) {
    const make = box && this.waiting.get(box);
    if (!make) return;
    this.waiting.delete(box);
    this.observer.unobserve(box);
    make();
  }

  /** Fill the first parts before anybody comes to them, and let the browser breathe in between. @param {number} count */
  async fillFirst(count) {
    let began = performance.now();
    for (const box of [...this.waiting.keys()].slice(0, count)) {
      this.fill(box);
      if (performance.now() - began < TURN) continue;
      await new Promise((done) => setTimeout(done));
      began = performance.now();
    }
  }
}
