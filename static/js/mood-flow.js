// Between the cameras and the page: what a reading, a press or an address changes there. Both cameras hand in here.

import { EACH, byHand, findingOf, newSeed, readAddress } from "./film-question.js";
import { note } from "./journal.js";
import { _ } from "./language.js";
import { MoodLock } from "./mood-lock.js";
import { stateOf } from "./words.js";

const AFTER_FAILURE_MS = 5_000;

/** @typedef {Place & { finding: Finding, reading: Reading | null }} Locked the films on the page */

/**
 * @typedef {object} Parts
 * @property {import("./mood-panel.js").MoodPanel} panel
 * @property {import("./film-rows.js").FilmRows} rows
 * @property {import("./offer.js").Offer} offer
 * @property {import("./mood-history.js").MoodHistory} history
 * @property {import("./feedback.js").Feedback} viewer
 * @property {(finding: Finding, place: Place, isVisitors: boolean) => void} placed called when other films are there;
 *   `isVisitors` where the visitor asked for them
 */

export class MoodFlow {
  #lock = new MoodLock();
  /** @type {Reading | null} */
  #latest = null; // the newest reading
  /** @type {Locked | null} */
  #locked = null;
  #isFrozen = false;
  #isAsked = false; // the visitor wants the next mood's films, whatever is being read
  #idle = ""; // what to say while there is no reading
  /** @type {Pick<Locked, "finding" | "reading"> | null} */
  #offered = null;
  /** @type {number | undefined} */
  #retry;

  /** @param {Parts} parts */
  constructor({ panel, rows, offer, history, viewer, placed }) {
    this.panel = panel;
    this.rows = rows;
    this.offer = offer;
    this.history = history;
    this.viewer = viewer;
    this.placed = placed;
    offer.answered = (isWanted) => this.#answered(isWanted);
  }

  /** A camera starts; what is locked stays. */
  begin() {
    this.#isFrozen = false;
    this.reset(_("Starting the camera"));
  }

  /**
   * There is no reading now, and why.
   *
   * @param {string} sentence
   */
  reset(sentence) {
    this.#latest = null;
    this.#idle = sentence;
    this.offer.withdraw();
    this.#show();
  }

  /**
   * A reading whose mood holds still. Gives it as this viewer's answers see it.
   *
   * @param {Reading} reading
   */
  receive(reading, now = performance.now()) {
    this.#latest = this.#judged(reading);
    this.history.record(stateOf(this.#latest.mood), now);
    const finding = findingOf(this.#latest);
    if (!this.#isFrozen) this.#follow(this.#lock.see(finding?.key ?? "no_face", now), finding);
    this.#show();
    this.panel.hold(this.#isFrozen ? 0 : this.#lock.progress(now));
    return this.#latest;
  }

  /** The reading that "was this right?" is about. */
  get shown() {
    return this.#locked?.reading ?? this.#latest;
  }

  /** {finding, seed, offset} of the films on the page; null before a mood was locked. */
  get locked() {
    return this.#locked;
  }

  get isFrozen() {
    return this.#isFrozen;
  }

  /** Do not wait until the mood holds still. */
  lockNow() {
    this.#lockNewest(true);
  }

  /** Let the next mood that holds still be locked; its films take the place of these. */
  readAgain() {
    this.#isFrozen = false;
    this.#isAsked = true;
    this.#locked = null;
    this.#lock.release();
    this.offer.withdraw();
    this.#show();
  }

  /**
   * The visitor knows better: this mood, or with null none of the three.
   *
   * @param {string | null} mood
   */
  decide(mood) {
    this.#lockOn(mood ? byHand(mood) : { ...EACH, said: _("None of these") }, this.shown, true);
  }

  /** Keep the mood, and offer no other. Gives whether there was one to keep. */
  freeze() {
    if (!this.#locked && !(this.#latest && findingOf(this.#latest))) return false;
    if (!this.#locked) this.#lockNewest(true);
    this.#isFrozen = true;
    this.offer.withdraw();
    return true;
  }

  release() {
    this.#isFrozen = false;
  }

  /** Other films for the same mood. */
  async shuffle() {
    if (!this.#locked) return;
    await this.#fetch({ ...this.#locked, ...this.rows.placeAfter(this.#locked) }, true);
  }

  /**
   * Show what an address asks for, with the rows that were kept for it if there are any. Gives whether it asks.
   *
   * @param {string} search
   * @param {{ finding: Finding, rows: import("./film-rows.js").Row[] } | null} kept
   */
  open(search, kept) {
    const asked = readAddress(search);
    if (!asked) return false;
    if (kept) {
      this.#place({ ...asked, finding: kept.finding, reading: null });
      this.rows.restore(kept.rows);
    } else this.#fetch({ ...asked, reading: null }, false);
    return true;
  }

  /**
   * @param {Reading} reading
   * @returns {Reading}
   */
  #judged(reading) {
    const mood = this.viewer.judge(reading.mood);
    const said = mood.label === reading.mood.label ? reading.said : this.panel.wordsFor(mood);
    return { ...reading, mood, said, hint: mood.hint ?? reading.hint };
  }

  /**
   * @param {ReturnType<MoodLock["see"]>} event
   * @param {Finding | null} finding
   */
  #follow(event, finding) {
    if (event === "nobody" && this.rows.isEmpty) this.#showEach({ seed: newSeed(), offset: 0 });
    if (event === "lock" && (this.#isAsked || !this.rows.isBeingRead)) this.#lockNewest(false);
    else if (event === "lock") this.#lock.lock(EACH.key); // films are being read: from now on others are offered
    if (event === "withdraw") this.offer.withdraw();
    if (event !== "offer" || !finding) return;
    this.#offered = { finding, reading: this.#latest };
    this.offer.show(finding);
  }

  /** @param {boolean} isWanted */
  #answered(isWanted) {
    if (!isWanted) this.#lock.decline();
    else if (this.#offered) this.#lockOn(this.#offered.finding, this.#offered.reading, true);
  }

  /**
   * Nobody is there: something to look at all the same. It is no lock; a face that comes has its own.
   *
   * @param {Place} place
   */
  async #showEach(place) {
    const isThere = await this.rows.show(EACH, place);
    if (isThere && !this.#locked) this.placed(EACH, place, false);
  }

  /** @param {boolean} isVisitors */
  #lockNewest(isVisitors) {
    const finding = this.#latest && findingOf(this.#latest);
    this.#lockOn(finding ?? EACH, this.#latest, isVisitors);
  }

  /**
   * @param {Finding} finding
   * @param {Reading | null} reading
   * @param {boolean} isVisitors
   */
  #lockOn(finding, reading, isVisitors) {
    note(finding.mood);
    this.offer.withdraw();
    this.#fetch({ finding, reading, seed: newSeed(), offset: 0 }, isVisitors);
    this.panel.celebrate();
  }

  /** @param {Locked} locked */
  #place(locked) {
    clearTimeout(this.#retry);
    this.#isAsked = false;
    this.#locked = locked;
    this.#lock.lock(locked.finding.key);
    this.#show();
  }

  /**
   * @param {Locked} locked
   * @param {boolean} isVisitors
   */
  async #fetch(locked, isVisitors) {
    this.#place(locked);
    const isThere = await this.rows.show(locked.finding, locked);
    if (this.#locked !== locked) return;
    if (isThere) {
      this.placed(locked.finding, locked, isVisitors);
      this.panel.announceFilms();
    } else if (isThere === false) this.#retry = setTimeout(() => this.#fetch(locked, isVisitors), AFTER_FAILURE_MS);
  }

  #show() {
    if (this.#latest) this.panel.moveBars(this.#latest.mood.scores);
    if (this.#locked) this.panel.showLocked(this.#locked.finding);
    else if (this.#latest) this.panel.show(this.#latest);
    else this.panel.reset(this.#idle);
  }
}
