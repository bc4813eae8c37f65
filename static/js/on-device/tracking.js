// Faces over time: their numbers, which one counts, and where to search next. As FaceTracker in
// moviefy/expression/faces/tracking.py does it; tests drive both with the same sequences.

import { areaOf, overlap } from "./faces.js";
import { round } from "./pixels.js";

/**
 * @typedef {object} Seen one face of a frame
 * @property {Box} box
 * @property {number} confidence
 * @property {number | null} turn
 * @property {ArrayLike<number>} scores
 * @property {Mood} mood
 * @property {number} [track]
 */

/** @typedef {{ number: number, box: Box, seenS: number, hits: number }} Track */
/** @typedef {{ width: number, height: number, faces: Seen[] }} Frame */

const SAME_SHAPE = 0.05;
const OVERLAP = 0.2;
const FORGET_S = 1;
const PAUSE_S = 5;
const FULL_EVERY = 8;
const FULL_GAP_S = 0.5;
const CONFIRM = 3;
const SWITCH_RATIO = 1.3;

export class FaceTracker {
  /** @type {number | null} */
  chosen = null;
  /** @type {Track[]} */
  #tracks = [];
  #next = 1;
  /** @type {number | null} */
  #primary = null;
  #size = { width: 0, height: 0 };
  #lastS = -Infinity;
  #sinceFull = 0;

  /**
   * Boxes around which the next frame is searched; none if the whole frame must be.
   *
   * @param {Size} size
   * @param {number} timeS
   * @returns {Box[]}
   */
  searchNear({ width, height }, timeS) {
    const isNarrow =
      width === this.#size.width &&
      height === this.#size.height &&
      timeS - this.#lastS <= FULL_GAP_S &&
      this.#sinceFull < FULL_EVERY - 1 &&
      this.#tracks.every(({ seenS, hits }) => seenS === this.#lastS && hits >= CONFIRM);
    this.#sinceFull = isNarrow && this.#tracks.length ? this.#sinceFull + 1 : 0;
    return isNarrow ? this.#tracks.map(({ box }) => box) : [];
  }

  /**
   * The frame's faces with their numbers, the one that counts first.
   *
   * @param {Frame} frame
   * @param {number} timeS
   */
  update(frame, timeS) {
    this.#start(frame, timeS);
    const numbers = this.#matched(frame.faces, timeS);
    const faces = frame.faces.map((face, index) => ({ ...face, track: /** @type {number} */ (numbers.get(index)) }));
    const ordered = faces.toSorted((one, other) => this.#rank(other) - this.#rank(one) || 0);
    this.#primary = this.chosen ?? ordered[0]?.track ?? this.#primary;
    return ordered;
  }

  /**
   * Make a face count, whatever its size, until it leaves; null returns to the largest. Gives whether it is there.
   *
   * @param {number | null} number
   */
  choose(number) {
    if (number !== null && this.#tracks.every((track) => track.number !== number)) return false;
    this.chosen = number;
    this.#primary = number;
    return true;
  }

  /**
   * @param {Size} size
   * @param {number} timeS
   */
  #start({ width, height }, timeS) {
    if (width !== this.#size.width || height !== this.#size.height) this.#tracks = this.#atSize(width, height);
    this.#tracks = this.#tracks.filter((track) => timeS - track.seenS <= (track.seenS === this.#lastS ? PAUSE_S : FORGET_S));
    this.#size = { width, height };
    this.#lastS = timeS;
    if (this.chosen !== null && this.#tracks.every((track) => track.number !== this.chosen)) this.choose(null);
  }

  /**
   * @param {number} width
   * @param {number} height
   */
  #atSize(width, height) {
    const before = this.#size;
    if (!before.height || Math.abs(width / height - before.width / before.height) > SAME_SHAPE) return [];
    const factor = width / before.width;
    return this.#tracks.map((track) => ({ ...track, box: /** @type {Box} */ (track.box.map((value) => round(value * factor))) }));
  }

  /**
   * The number of each face by its index: best overlaps first, new numbers for the rest.
   *
   * @param {Seen[]} faces
   * @param {number} timeS
   */
  #matched(faces, timeS) {
    const free = new Set(this.#tracks);
    /** @type {Map<number, number>} */
    const numbers = new Map();
    const pairs = faces.flatMap((face, index) => this.#tracks.map((track) => ({ score: overlap(face.box, track.box), face, index, track })));
    for (const { score, face, index, track } of pairs.toSorted((one, other) => other.score - one.score)) {
      if (score <= OVERLAP || numbers.has(index) || !free.delete(track)) continue;
      numbers.set(index, track.number);
      Object.assign(track, { box: face.box, seenS: timeS, hits: track.hits + 1 });
    }
    faces.forEach((face, index) => {
      if (numbers.has(index)) return;
      numbers.set(index, this.#next);
      this.#tracks.push({ number: this.#next++, box: face.box, seenS: timeS, hits: 1 });
    });
    return numbers;
  }

  /** @param {{ box: Box, track: number }} face */
  #rank({ box, track }) {
    if (track === this.chosen) return Number.MAX_VALUE;
    return areaOf(box) * (track === this.#primary ? SWITCH_RATIO : 1);
  }
}
