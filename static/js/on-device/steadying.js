// What is read over time becomes steady: each face's box and scores, and the one mood. As FaceSmoother and MoodTracker do
// it in moviefy/expression; tests drive both with the same sequences.

import { round } from "./pixels.js";

/** @typedef {import("./moods.js").Moods} Moods */
/** @typedef {import("./tracking.js").Seen} Seen */

const BOX_S = 0.06;
const SCORES_S = 0.3;
const FORGET_S = 1;

/** Exponential averages of each numbered face's box and scores. */
export class FaceSmoother {
  /** @type {Map<number, { box: number[], scores: number[], timeS: number }>} */
  #faces = new Map();

  /** @param {Moods} moods */
  constructor(moods) {
    this.moods = moods;
  }

  /**
   * @param {(Seen & { track: number })[]} faces
   * @param {Size} size of the frame
   * @param {number} timeS
   */
  update(faces, { width, height }, timeS) {
    for (const [number, face] of this.#faces) if (timeS - face.timeS > FORGET_S) this.#faces.delete(number);
    return faces.map((face) => this.#smoothed(face, [width, height, width, height], timeS));
  }

  /**
   * @param {Seen & { track: number }} face
   * @param {number[]} sides
   * @param {number} timeS
   */
  #smoothed(face, sides, timeS) {
    const box = face.box.map((value, index) => value / (sides[index] ?? 1));
    const state = this.#faces.get(face.track);
    if (!state) {
      this.#faces.set(face.track, { box, scores: Array.from(face.scores), timeS });
      return face;
    }
    const passed = Math.max(0, timeS - state.timeS);
    state.box = towards(state.box, box, 1 - Math.exp(-passed / BOX_S));
    state.scores = towards(state.scores, face.scores, 1 - Math.exp(-passed / SCORES_S));
    state.timeS = timeS;
    const scores = Float32Array.from(state.scores);
    const placed = /** @type {Box} */ (state.box.map((value, index) => round(value * (sides[index] ?? 1))));
    return { ...face, box: placed, scores, mood: this.moods.of(scores) };
  }
}

/**
 * @param {number[]} old
 * @param {ArrayLike<number>} fresh
 * @param {number} weight
 */
const towards = (old, fresh, weight) => old.map((value, index) => value + weight * ((fresh[index] ?? 0) - value));

const WINDOW_S = 1.5;
const NO_FACE_S = 0.8;
const HOLD_S = 0.3;
const HYSTERESIS = 0.25;

/** One steady mood: a window of recent frames, and hysteresis against flicker. */
export class MoodTracker {
  /** @type {{ timeS: number, scores: ArrayLike<number> }[]} */
  #window = [];
  /** @type {Mood} */
  #mood;
  /** @type {number | null} */
  #doubtedSince = null;
  #lastS = -Infinity;

  /** @param {Moods} moods */
  constructor(moods) {
    this.moods = moods;
    this.#mood = moods.noFace;
  }

  /**
   * @param {Seen | undefined} face the one that counts, if there is one
   * @param {number} timeS
   */
  update(face, timeS) {
    this.#forget(timeS, face !== undefined);
    if (face) this.#window.push({ timeS, scores: face.scores });
    this.#mood = this.#window.length ? this.#steady(timeS) : this.moods.noFace;
    this.#lastS = timeS;
    return this.#mood;
  }

  /** Another face counts from now on: nothing of the one before remains. */
  restart() {
    this.#window = [];
    this.#mood = this.moods.noFace;
    this.#doubtedSince = null;
  }

  /**
   * @param {number} now
   * @param {boolean} hasFace
   */
  #forget(now, hasFace) {
    this.#window = this.#window.filter(({ timeS }) => now - timeS <= WINDOW_S);
    const last = this.#window.at(-1);
    if (!last || (!hasFace && now - last.timeS > NO_FACE_S)) this.restart();
  }

  /** @param {number} nowS */
  #steady(nowS) {
    const now = this.moods.of(this.#mean());
    const shown = this.#mood.label;
    if (shown === null || now.label === shown || this.#givesWay(shown, now, nowS)) {
      this.#doubtedSince = null;
      return now;
    }
    return { label: shown, lean: null, reason: null, scores: now.scores, certainty: now.scores[shown] ?? 0, expression: now.expression ?? null };
  }

  #mean() {
    const sums = Array.from(this.#window[0]?.scores ?? [], () => 0);
    for (const { scores } of this.#window) for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + (scores[i] ?? 0);
    const total = sums.reduce((sum, value) => sum + value, 0);
    return Float32Array.from(sums, (value) => value / total);
  }

  /**
   * @param {string} shown
   * @param {Mood} now
   * @param {number} nowS
   */
  #givesWay(shown, now, nowS) {
    if (this.#holds(shown, now)) {
      this.#doubtedSince = null;
      return false;
    }
    this.#doubtedSince ??= this.#lastS;
    return nowS - this.#doubtedSince >= HOLD_S;
  }

  /**
   * @param {string} shown
   * @param {Mood} now
   */
  #holds(shown, now) {
    const score = now.scores[shown] ?? 0;
    const rival = Math.max(...Object.entries(now.scores).flatMap(([mood, other]) => (mood === shown ? [] : [other])));
    const neutralLeads = now.reason === "neutral" && now.certainty > score + HYSTERESIS;
    return score >= (this.moods.settings.thresholds[shown] ?? 1) - HYSTERESIS && score >= rival - HYSTERESIS && !neutralLeads;
  }
}
