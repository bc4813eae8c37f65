// Between the cameras and the page: what a reading, a press or an address changes there. Both cameras hand in here.

import { EACH, byHand, findingOf, newSeed, readAddress } from "./film-question.js";
import { MoodLock } from "./mood-lock.js";
import { stateOf } from "./words.js";

const AFTER_FAILURE_MS = 5_000;

export class MoodFlow {
  #lock = new MoodLock();
  #latest = null; // the newest reading
  #locked = null; // {finding, reading, seed, offset}
  #isFrozen = false;
  #idle = ""; // what to say while there is no reading
  #offered = null; // {finding, reading}
  #retry = null;

  /** `placed(finding, place, isVisitors)`: other films are there; `isVisitors` where the visitor asked for them. */
  constructor({ panel, rows, offer, history, viewer, placed }) {
    Object.assign(this, { panel, rows, offer, history, viewer, placed });
    offer.answered = (isWanted) => this.#answered(isWanted);
  }

  /** A camera starts; what is locked stays. */
  begin() {
    this.#isFrozen = false;
    this.reset("Starting the camera");
  }

  /** There is no reading now, and why. */
  reset(sentence) {
    this.#latest = null;
    this.#idle = sentence;
    this.offer.withdraw();
    this.#show();
  }

  /** A reading whose mood holds still. Gives it as this viewer's answers see it. */
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
    this.#locked = null;
    this.#lock.release();
    this.offer.withdraw();
    this.#show();
  }

  /** The visitor knows better: this mood, or with null none of the three. */
  decide(mood) {
    this.#lockOn(mood ? byHand(mood) : { ...EACH, said: "None of these" }, this.shown, true);
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

  /** Show what an address asks for, with the rows that were kept for it if there are any. Gives whether it asks. */
  open(search, kept) {
    const asked = readAddress(search);
    if (!asked) return false;
    if (kept) {
      this.#place({ ...asked, finding: kept.finding, reading: null });
      this.rows.restore(kept.rows);
    } else this.#fetch({ ...asked, reading: null }, false);
    return true;
  }

  #judged(reading) {
    const mood = this.viewer.judge(reading.mood);
    const said = mood.label === reading.mood.label ? reading.said : this.panel.wordsFor(mood);
    return { ...reading, mood, said, hint: mood.hint ?? reading.hint };
  }

  #follow(event, finding) {
    if (event === "nobody" && this.rows.isEmpty) this.#showEach({ seed: newSeed(), offset: 0 });
    if (event === "lock" && !this.rows.isBeingRead) this.#lockNewest(false);
    else if (event === "lock") this.#lock.lock(EACH.key); // films are being read: from now on others are offered
    if (event === "withdraw") this.offer.withdraw();
    if (event !== "offer") return;
    this.#offered = { finding, reading: this.#latest };
    this.offer.show(finding);
  }

  #answered(isWanted) {
    if (isWanted) this.#lockOn(this.#offered.finding, this.#offered.reading, true);
    else this.#lock.decline();
  }

  /** Nobody is there: something to look at all the same. It is no lock; a face that comes has its own. */
  async #showEach(place) {
    const isThere = await this.rows.show(EACH, place);
    if (isThere && !this.#locked) this.placed(EACH, place, false);
  }

  #lockNewest(isVisitors) {
    const finding = this.#latest && findingOf(this.#latest);
    this.#lockOn(finding ?? EACH, this.#latest, isVisitors);
  }

  #lockOn(finding, reading, isVisitors) {
    this.offer.withdraw();
    this.#fetch({ finding, reading, seed: newSeed(), offset: 0 }, isVisitors);
    this.panel.celebrate();
  }

  #place(locked) {
    clearTimeout(this.#retry);
    this.#locked = locked;
    this.#lock.lock(locked.finding.key);
    this.#show();
  }

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
