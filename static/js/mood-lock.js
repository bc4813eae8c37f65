// When a mood is locked, and when another is offered. Pure: the time comes from outside, in milliseconds.
//
// A mood that has held still is locked. From then on nothing changes by itself: another mood that holds is offered,
// and the offer is taken back when the face shows the locked one again.

export const HOLD_MS = 2_000;
const PATIENCE_MS = 6_000; // a face that never holds still has films all the same
const NOBODY_MS = 3_000;
const GAP_MS = 3_000; // after a longer silence holding still begins anew
const NO_FACE = "no_face";
const NEVER_OFFERED = new Set([NO_FACE, "neutral", "unsure"]); // every face rests now and then

export class MoodLock {
  /** @type {string | null} what the newest reading shows, and since when */
  #key = null;
  #since = 0;
  #last = -Infinity;
  /** @type {number | null} */
  #faceSince = null;
  /** @type {string | null} */
  #locked = null;
  /** @type {string | null} */
  #offered = null;
  /** @type {string | null} */
  #declined = null;
  #toldNobody = false;

  /**
   * A reading shows `key` at `now`.
   *
   * @param {string} key
   * @param {number} now
   * @returns {"lock" | "offer" | "withdraw" | "nobody" | null} what is to be done
   */
  see(key, now) {
    this.#note(key, now);
    return this.#locked === null ? this.#whileOpen(now) : this.#whileLocked(now);
  }

  /**
   * How much of the time to hold still is over, from 0 to 1; 0 once a mood is locked.
   *
   * @param {number} now
   */
  progress(now) {
    if (this.#locked !== null || this.#key === null || this.#key === NO_FACE) return 0;
    return Math.min(1, (now - this.#since) / HOLD_MS);
  }

  /** @param {string | null} key */
  lock(key) {
    this.#locked = key;
    this.#offered = this.#declined = null;
  }

  /** Let the next mood that holds still be locked. */
  release() {
    this.lock(null);
    this.#key = this.#faceSince = null;
    this.#toldNobody = false;
  }

  /** Do not offer this one again before another was seen. */
  decline() {
    this.#declined = this.#offered;
    this.#offered = null;
  }

  /**
   * @param {string} key
   * @param {number} now
   */
  #note(key, now) {
    const isNew = key !== this.#key || now - this.#last > GAP_MS;
    if (now - this.#last > GAP_MS || key === NO_FACE) this.#faceSince = null;
    if (key !== NO_FACE) this.#faceSince ??= now;
    if (isNew) this.#since = now;
    this.#key = key;
    this.#last = now;
  }

  /** @param {number} now */
  #whileOpen(now) {
    const held = now - this.#since;
    if (this.#key !== NO_FACE) {
      this.#toldNobody = false;
      return held >= HOLD_MS || now - (this.#faceSince ?? now) >= PATIENCE_MS ? "lock" : null;
    }
    if (held < NOBODY_MS || this.#toldNobody) return null;
    this.#toldNobody = true;
    return "nobody";
  }

  /** @param {number} now */
  #whileLocked(now) {
    const key = this.#key;
    if (key === null || now - this.#since < HOLD_MS || key === this.#offered) return null;
    if (key !== this.#declined) this.#declined = null;
    if (key !== this.#locked && key !== this.#declined && !NEVER_OFFERED.has(key)) {
      this.#offered = key;
      return "offer";
    }
    if (key !== this.#locked || this.#offered === null) return null;
    this.#offered = null;
    return "withdraw";
  }
}
