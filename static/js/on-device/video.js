// The frames of one camera in order: as moviefy/pipeline.py finds and scores faces and moviefy/video_pipeline.py makes
// their readings steady.

import { withRoll } from "./levelling.js";
import { forSearch } from "./lighting.js";
import { SecondLooks, SteadyHint, hintFor } from "./hints.js";
import { asAnswered, sayAll } from "./moods.js";
import { faceCrop } from "./parts.js";
import { searchPhoto } from "./photo-search.js";
import { lookAgain } from "./second-look.js";
import { FaceSmoother, MoodTracker } from "./steadying.js";
import { FaceTracker } from "./tracking.js";

/** @typedef {import("./pixels.js").Picture} Picture */
/** @typedef {import("./tracking.js").Seen} Seen */

/**
 * @typedef {object} Parts what reads
 * @property {import("./detector.js").Detector} detector
 * @property {import("./network.js").Network} network
 * @property {import("./moods.js").Moods} moods
 * @property {import("./moods.js").Words} words
 */

/** Faces over time, without pictures: what the shared sequences of the tests drive. */
export class SteadyFaces {
  #tracker = new FaceTracker();
  #smoother;
  #mood;
  /** @type {number | null} */
  #primary = null;
  /** @type {number | null} */
  #chosen = null;

  /** @param {import("./moods.js").Moods} moods */
  constructor(moods) {
    this.#smoother = new FaceSmoother(moods);
    this.#mood = new MoodTracker(moods);
  }

  /** @param {number | null} track */
  choose(track) {
    return this.#tracker.choose(track);
  }

  /**
   * @param {Size} size
   * @param {number} timeS
   */
  searchNear(size, timeS) {
    return this.#tracker.searchNear(size, timeS);
  }

  /**
   * @param {import("./tracking.js").Frame} frame its faces largest first
   * @param {number} timeS
   */
  update(frame, timeS) {
    const tracked = this.#tracker.update(frame, timeS);
    const chosen = this.#tracker.chosen;
    const isThere = chosen === null || tracked.some(({ track }) => track === chosen);
    const primary = isThere ? tracked[0] : undefined;
    if (chosen !== this.#chosen && (primary?.track ?? null) !== this.#primary) this.#mood.restart();
    [this.#primary, this.#chosen] = [primary?.track ?? null, chosen];
    const mood = this.#mood.update(primary, timeS);
    return { faces: this.#smoother.update(tracked, frame, timeS), primary, mood, chosen };
  }
}

export class VideoReader {
  #looks = new SecondLooks();
  #hint = new SteadyHint();
  #steady;

  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    this.#steady = new SteadyFaces(parts.moods);
  }

  /** @param {number | null} track */
  choose(track) {
    return this.#steady.choose(track);
  }

  /**
   * The reading of the next frame, as the server answers it.
   *
   * @param {Picture} frame
   * @param {number} timeS
   */
  async read(frame, timeS) {
    const { moods, words, network } = this.parts;
    const way = this.#looks.search(timeS);
    const { faces, crops } = await this.#find(frame, this.#steady.searchNear(frame, timeS), way);
    this.#looks.update(way, faces.length > 0);
    const scores = await network.classify(crops);
    const seen = faces.map((face, index) => seenFace(face, scores[index] ?? [], moods));
    const { width, height } = frame;
    const steady = this.#steady.update({ width, height, faces: seen }, timeS);
    const hint = this.#hint.update(hintFor(frame, steady.primary, steady.mood), timeS);
    const others = steady.chosen === null ? steady.faces.slice(1).map((face) => face.mood) : [];
    return {
      width,
      height,
      faces: steady.faces.map((face) => answered(face, moods)),
      mood: asAnswered(steady.mood),
      said: sayAll(steady.mood.reason === "no_face" ? [] : [steady.mood, ...others], words),
      ...(steady.mood.label === null && hint ? { hint: words.hints[/** @type {"dark"} */ (hint)] } : {}),
      chosen: steady.chosen,
    };
  }

  /**
   * @param {Picture} frame
   * @param {Box[]} near
   * @param {string} way
   */
  async #find(frame, near, way) {
    const { detector } = this.parts;
    const seen = forSearch(frame);
    let faces = near.length ? await detector.detectNear(seen, near) : await detector.detect(seen);
    const [first, ...others] = faces;
    if (!first) faces = await lookAgain(detector, seen, way);
    else if (first.confidence < detector.settings.surely_upright) faces = [await withRoll(detector, seen, first), ...others];
    return { faces, crops: faces.map((face) => faceCrop(seen, face, detector.settings)) };
  }
}

/**
 * The reading of a photograph, as the server answers it.
 *
 * @param {Parts} parts
 * @param {Picture} photo
 * @param {Size} [size] of the photo itself
 */
export async function readPhoto({ detector, network, moods, words }, photo, size) {
  const { width, height, faces, crops, turned } = await searchPhoto(detector, photo, size);
  const scores = await network.classify(crops);
  const seen = faces.map((face, index) => seenFace(face, scores[index] ?? [], moods));
  const mood = seen[0]?.mood ?? moods.noFace;
  const said = sayAll(seen.map((face) => face.mood), words);
  return { width, height, turned, faces: seen.map((face) => answered(face, moods)), mood: asAnswered(mood), said };
}

/**
 * @param {import("./faces.js").Found} found
 * @param {ArrayLike<number>} scores
 * @param {import("./moods.js").Moods} moods
 * @returns {Seen}
 */
const seenFace = ({ box, confidence, turn }, scores, moods) => ({ box, confidence, turn, scores, mood: moods.of(scores) });

/**
 * @param {Seen} face
 * @param {import("./moods.js").Moods} moods
 * @returns {Face}
 */
function answered({ box, confidence, scores, mood, track }, moods) {
  const face = { box, confidence: Math.round(confidence * 10_000) / 10_000, expressions: moods.named(scores), mood: asAnswered(mood) };
  return track === undefined ? face : { ...face, track };
}
