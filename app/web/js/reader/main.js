// The reader of one report: joins the text, the list and what stands behind the chosen claim.

import { byId, element, fill } from "../dom.js";
import { t } from "../i18n.js";
import { stretchHash } from "./cite.js";
import { ClaimList } from "./claim-list.js";
import { Detail } from "./detail.js";
import { drawHeading, drawLegend } from "./heading.js";
import { drawLanguages, translateFrame } from "./language.js";
import { fetchReport, unitOf } from "./report.js";
import { TextView } from "./text-view.js";

/** @typedef {import("./report.js").Report} Report */
/** @typedef {{claim: number} | {name: number} | {gone: string} | {stretch: import("./report.js").Span} | null} Choice `gone`: id of a claim that is not here */

const article = byId("text");
const view = new TextView(article);
const entries = new ClaimList(byId("entries"));
/** @type {Report | null} */
let report = null;
/** @type {Detail | null} */
let detail = null;
/** @type {Choice} what was chosen, and what the pointer is on just now */
let chosen = null;
/** @type {Choice} */
let pointed = null;
/** How long the pointer rests on what it means, in milliseconds. */
const REST = 90;
let resting = 0;
/** Parts of text and list that are filled before anybody comes to them. */
const AT_ONCE = { text: 30, list: 10 };

/** @param {Choice} one @param {Choice} other */
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** Show the choice, or what the pointer is on. */
function show() {
  const choice = pointed ?? chosen;
  const claim = lit();
  view.light(claim);
  view.cite(choice && "stretch" in choice ? choice.stretch : null);
  entries.mark(claim);
  if (claim !== null) entries.reveal(claim);
  document.body.classList.toggle("chosen", choice !== null);
  if (!choice) detail?.hint();
  else if ("claim" in choice) detail?.claim(choice.claim);
  else if ("name" in choice) detail?.mention(choice.name);
  else if ("stretch" in choice) detail?.stretch(choice.stretch);
  else detail?.say(t("reader_gone", { id: choice.gone }));
}

/**
 * Show what the pointer rests on; what it crosses on its way to the detail does not count. Over nothing,
 * the choice comes back, and without one what was shown stays, so that its links can be reached.
 * @param {Choice} choice
 */
function point(choice) {
  clearTimeout(resting);
  if (same(choice, pointed) || (!choice && !chosen)) return;
  resting = setTimeout(() => {
    pointed = choice;
    show();
  }, REST);
}

/**
 * @param {Choice} choice
 * @param {{address?: boolean}} [how] whether the address follows
 */
function choose(choice, { address = true } = {}) {
  clearTimeout(resting);
  pointed = null;
  if (!same(choice, chosen)) {
    chosen = choice;
    if (choice && "claim" in choice) tell(choice.claim);
  }
  show();
  if (address) history.replaceState(null, "", hashOf(choice) || location.pathname + location.search);
}

/** @param {Choice} choice */
function hashOf(choice) {
  if (!choice || !report) return "";
  if ("stretch" in choice) return stretchHash(report, choice.stretch);
  if ("gone" in choice) return `#claim-${choice.gone}`;
  return "claim" in choice ? `#claim-${report.readings[choice.claim].id}` : `#name-${choice.name + 1}`;
}

/** Say to who does not see it which claim was reached. @param {number} number */
function tell(number) {
  const { type, modality, attribution_chain: chain } = /** @type {Report} */ (report).readings[number];
  byId("told").textContent = [t("reader_claim_label", { number: number + 1, type: t(`type.${type}`), modality: t(`modality.${modality}`) }),
    ...chain.map(({ role, name }) => `${t(`role.${role}`)} ${name ?? t("not_named")}`)].join("; ");
}

/** What an element of the text, the list or the detail stands for. @param {EventTarget | null} target @returns {Choice} */
function choiceAt(target) {
  const node = target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest("[data-claim], [data-mention], [data-claims]")) : null;
  if (!node) return null;
  if (node.dataset.claim) return { claim: Number(node.dataset.claim) };
  const name = /** @type {HTMLElement | null} */ (node.closest("[data-mention]"));
  if (name) return { name: Number(name.dataset.mention) };
  const claims = (node.dataset.claims ?? "").split(" ").map(Number);
  // What is chosen stays, unless the pointer is on the words of others.
  const near = claims.slice(0, Number(node.dataset.near) || claims.length);
  const stays = chosen && "claim" in chosen && near.includes(chosen.claim);
  return stays ? chosen : { claim: claims[0] };
}

/** `#sentence-12-80`: a stretch of the text, in code points, as citations name it. @returns {boolean} whether the address is one */
function followStretch() {
  const [, from, to] = /^#sentence-(\d{1,9})(?:-(\d{1,9}))?$/.exec(location.hash) ?? [];
  if (!report || from === undefined) return false;
  const unit = unitOf(report.text);
  const start = unit(Number(from));
  const whole = report.readings.find(({ sentence }) => sentence.start === start)?.sentence.end;
  const end = to === undefined ? whole ?? start : unit(Number(to));
  const block = start < end && start < report.text.length ? view.blockAt(start) : undefined;
  choose(block ? { stretch: { start, end } } : null, { address: false });
  if (!block) return true;
  byId("told").textContent = t("reader_stretch_told", { words: report.text.slice(start, end) });
  block.tabIndex = -1;
  block.focus({ preventScroll: true });
  reveal(view.ranges({ start, end })[0] ?? block);
  return true;
}

/** Follow the address: `#claim-7`, `#name-2`, `#sentence-12-80`. */
function followAddress() {
  if (followStretch()) return;
  const [, kind, id] = /^#(claim|name)-(\d+)$/.exec(location.hash) ?? [];
  if (!report || !kind) return;
  const number = kind === "claim" ? report.readings.findIndex((claim) => claim.id === Number(id)) : Number(id) - 1;
  if (kind === "name" ? !report.mentions[number] : number < 0) {
    choose(kind === "name" ? null : { gone: id }, { address: false });
    return;
  }
  choose(kind === "claim" ? { claim: number } : { name: number }, { address: false });
  const node = (kind === "claim" ? view.badge(number) : view.name(number)) ?? null;
  node?.focus({ preventScroll: true });
  reveal(node);
}

/**
 * Bring a claim into sight; what was not laid out until then may push it away, so look a few times.
 * @param {Element | Range | null} node @param {number} [times]
 */
function reveal(node, times = 6) {
  // A paragraph may be longer than the screen, so a stretch in it has to be found by itself.
  if (node instanceof Range) scrollBy(0, node.getBoundingClientRect().top - innerHeight * 0.3);
  else node?.scrollIntoView({ block: "center" });
  if (times > 1) requestAnimationFrame(() => reveal(node, times - 1));
}

const STEPS = /** @type {Record<string, (at: number, count: number) => number>} */ ({
  ArrowDown: (at) => at + 1, ArrowRight: (at) => at + 1, ArrowUp: (at) => at - 1, ArrowLeft: (at) => at - 1,
  Home: () => 0, End: (_, count) => count - 1,
});

/** Arrow keys go from claim to claim, in the text and in the list alike. @param {KeyboardEvent} event */
function onKey(event) {
  if (event.key === "Escape" && (pointed ?? chosen)) {
    choose(null);
    return;
  }
  const from = event.target instanceof HTMLElement ? event.target : null;
  const step = STEPS[event.key];
  if (!step || !from?.matches(".badge, .name-in-text, .entry") || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const count = report?.readings.length ?? 0;
  const at = from.dataset.claim ? Number(from.dataset.claim) : beside(Number(from.dataset.mention), event.key);
  const number = Math.min(count - 1, Math.max(0, step(at, count)));
  const next = from.matches(".entry") ? entries.entry(number) : view.badge(number);
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest" });
}

/** Where a place name stands among the claims. @param {number} name @param {string} key */
function beside(name, key) {
  const start = report?.mentions[name].start ?? 0;
  const before = view.ends.filter((end) => end <= start).length;
  return ["ArrowUp", "ArrowLeft"].includes(key) ? before : before - 1;
}

/** @param {MouseEvent} event */
function onClick(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const choice = choiceAt(event.target);
  if (!choice || (getSelection()?.type === "Range" && article.contains(/** @type {Node} */ (event.target)))) return;
  event.preventDefault();
  choose(choice);
  if ("claim" in choice && !article.contains(/** @type {Node} */ (event.target))) reveal(view.badge(choice.claim) ?? null);
}

function listen() {
  for (const box of [article, byId("entries"), byId("detail")]) box.addEventListener("click", onClick);
  for (const box of [article, byId("entries")]) {
    box.addEventListener("pointerover", (event) => { if (event.pointerType === "mouse") point(choiceAt(event.target)); });
    box.addEventListener("pointerleave", () => point(null));
    box.addEventListener("focusin", (event) => {
      const choice = choiceAt(event.target);
      if (choice && /** @type {Element} */ (event.target).matches(":focus-visible")) choose(choice);
    });
  }
  document.addEventListener("keydown", onKey);
  addEventListener("hashchange", followAddress);
  // What somebody selects can be cited. Not at once: a click takes the selection away only after this.
  for (const event of ["pointerup", "keyup"]) {
    article.addEventListener(event, () => setTimeout(() => {
      const stretch = view.selected(getSelection());
      if (stretch) choose({ stretch });
    }));
  }
}

/** Put everything that is drawn into the page's language. */
function translate() {
  translateFrame();
  byId("claims-title").textContent = t("reader_claims", { count: report?.readings.length ?? 0 });
  if (!report) return;
  document.title = `${report.title ?? t("reader_untitled")} · claimatlas`;
  drawHeading(byId("head"), report);
  drawLegend(byId("legend"), report);
  view.label();
  show();
  entries.draw(report);
  entries.mark(lit());
}

/** @returns {number | null} the claim that is shown */
function lit() {
  const choice = pointed ?? chosen;
  return choice && "claim" in choice ? choice.claim : null;
}

/** @param {string} text */
function fail(text) {
  byId("message").hidden = true;
  fill(byId("head"), element("h1", { dir: "auto" }, text));
  byId("told").textContent = text;
  document.body.classList.add("no-report");
  document.title = `${text} · claimatlas`;
}

async function start() {
  drawLanguages(translate);
  translate();
  if (document.querySelector('meta[name="report"]')?.getAttribute("content") !== "found") return fail(t("reader_missing"));
  try {
    report = await fetchReport();
  } catch (error) {
    return fail(t("reader_failed", { reason: error instanceof Error ? error.message : String(error) }));
  }
  detail = new Detail(byId("detail"), report, () => choose(null));
  view.draw(report);
  byId("message").hidden = true;
  translate();
  listen();
  followAddress();
  await view.lazy.fillFirst(AT_ONCE.text);
  await entries.lazy.fillFirst(AT_ONCE.list);
}

start().finally(() => byId("main").removeAttribute("aria-busy"));
