// What a person can do where no mood can be told: as moviefy/expression/hints.py says it. And when a frame in which
// nobody is found is searched once more: as moviefy/expression/second_looks.py does it.

import { WAYS } from "./second-look.js";

/** @typedef {import("./pixels.js").Picture} Picture */
/** @typedef {import("./tracking.js").Seen} Seen */

const TOO_DARK = 40;
const TOO_SMALL = 40;
const TURNED = 0.6;
const STEP = 4;
const HOLD_S = 0.6;
const EVERY_S = 0.25;

/**
 * Which hint helps, if one does.
 *
 * @param {Picture} frame
 * @param {Seen | undefined} face the one that counts
 * @param {Mood} mood
 * @returns {"dark" | "small" | "turned" | null}
 */
export function hintFor(frame, face, mood) {
  if (mood.label !== null || mood.reason === "neutral" || mood.reason === "other") return null;
  const level = face ? median(frame, face.box, 1) : median(frame, [0, 0, frame.width, frame.height], STEP);
  if (level < TOO_DARK) return "dark";
  if (!face) return null;
  const [x1, y1, x2, y2] = face.box;
  if (Math.min(x2 - x1, y2 - y1) < TOO_SMALL) return "small";
  return face.turn !== null && Math.abs(face.turn) > TURNED ? "turned" : null;
}

/**
 * The median grey level of a part of the frame; infinite for an empty one.
 *
 * @param {Picture} frame
 * @param {Box} box
 * @param {number} step
 */
function median({ width, height, data }, [x1, y1, x2, y2], step) {
  const levels = [];
  for (let y = Math.max(0, y1); y < Math.min(y2, height); y += step) {
    for (let x = Math.max(0, x1); x < Math.min(x2, width); x += step) {
      const at = (y * width + x) * 4;
      levels.push(0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0));
    }
  }
  if (!levels.length) return Infinity;
  const sorted = Float32Array.from(levels).sort();
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

/** One viewer's hint, which changes only when another has stood for a moment. */
export class SteadyHint {
  /** @type {string | null} */
  #shown = null;
  /** @type {string | null} */
  #next = null;
  #sinceS = 0;

  /**
   * @param {string | null} hint
   * @param {number} timeS
   */
  update(hint, timeS) {
    if (hint !== this.#next) [this.#next, this.#sinceS] = [hint, timeS];
    if (timeS - this.#sinceS >= HOLD_S) this.#shown = this.#next;
    return this.#shown;
  }
}

/** One video's turns at looking again. */
export class SecondLooks {
  #next = 0;
  #lastS = -Infinity;
  #isNobody = false;
  /** @type {string | null} */
  #works = null;

  /**
   * How a frame is searched if the quick search finds nobody.
   *
   * @param {number} timeS
   */
  search(timeS) {
    if (this.#works !== null) return this.#works;
    if (!this.#isNobody || timeS - this.#lastS < EVERY_S) return "frame";
    this.#lastS = timeS;
    const way = WAYS[this.#next] ?? "frame";
    this.#next = (this.#next + 1) % WAYS.length;
    return way;
  }

  /**
   * @param {string} way
   * @param {boolean} isFound
   */
  update(way, isFound) {
    this.#isNobody = !isFound;
    this.#works = isFound && way !== "frame" ? way : null;
  }
}
