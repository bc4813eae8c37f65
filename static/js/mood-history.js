// What was shown over the last minute: spells of one state each. Pure: the time comes from outside, in milliseconds.

export const SPAN_MS = 60_000;
const GAP_MS = 3_000; // a longer silence is a gap, not more of the same: the camera was paused or the link lost

/** @typedef {{ state: string, from: number, to: number }} Spell */

export class MoodHistory {
  /** @type {Spell[]} */
  #spells = []; // oldest first

  /**
   * At `now` the face shows `state`.
   *
   * @param {string} state
   * @param {number} now
   */
  record(state, now) {
    const last = this.#spells.at(-1);
    const goesOn = last !== undefined && now - last.to <= GAP_MS;
    if (goesOn) last.to = now;
    if (!goesOn || last.state !== state) this.#spells.push({ state, from: now, to: now });
    this.#spells = this.#spells.filter(({ to }) => to > now - SPAN_MS);
  }

  clear() {
    this.#spells = [];
  }

  /**
   * The last minute's spells, cut to it; places from 0 (a minute ago) to 1 (now).
   *
   * @param {number} now
   */
  spells(now) {
    /** @param {number} time */
    const place = (time) => Math.max(0, 1 - (now - time) / SPAN_MS);
    return this.#spells
      .map(({ state, from, to }) => ({ state, from: place(from), to: place(to) }))
      .filter(({ from, to }) => to > from);
  }

  /**
   * [state, whole seconds] of the last minute, longest first; what was shorter than half a second is left out.
   *
   * @param {number} now
   * @returns {[string, number][]}
   */
  totals(now) {
    /** @type {Map<string, number>} */
    const shares = new Map();
    for (const { state, from, to } of this.spells(now)) shares.set(state, (shares.get(state) ?? 0) + to - from);
    /** @type {(entry: [string, number]) => [string, number]} */
    const inSeconds = ([state, share]) => [state, Math.round((share * SPAN_MS) / 1000)];
    return [...shares]
      .map(inSeconds)
      .filter(([, seconds]) => seconds > 0)
      .sort(([, a], [, b]) => b - a);
  }
}
