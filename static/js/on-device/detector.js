// YuNet in the browser: boxes, points and scores out of its raw answers, as moviefy/expression/faces/yunet.py makes them.

import { largestFirst, moved, overlap } from "./faces.js";
import { linear } from "./interpolation.js";
import { part } from "./parts.js";
import { clamp, reduced, round } from "./pixels.js";

/** @typedef {import("./pixels.js").Picture} Picture */
/** @typedef {import("./faces.js").Found} Found */

/**
 * @typedef {object} Settings
 * @property {number} min_score
 * @property {number} doubtful_score from which something may be a face
 * @property {number} overlap
 * @property {number} scale of a crop, in sides of the box
 * @property {number} shift_y
 * @property {number} surely_upright
 * @property {number} surely_upright_in_photos
 */

/** @typedef {(name: "detector" | "network", input: Float32Array, shape: number[]) => Promise<Record<string, Float32Array>>} Run */

export const SEARCH_SIDE = 320;
const STRIDES = [8, 16, 32];
const LINEAR_BELOW = 2;
const MIN_SIDE = 16;
const NEAR_WINDOW = 2;
const NEAR_FACE_SIDE = 40;
const SAME_FACE_OVERLAP = 0.3;

/**
 * The network's input: planes of blue, green and red, zeros below and to the right.
 *
 * @param {Picture} picture
 */
function planes({ width, height, data }) {
  const [w, h] = [Math.ceil(width / 32) * 32, Math.ceil(height / 32) * 32];
  const input = new Float32Array(3 * w * h);
  for (let y = 0; y < height; y++) {
    for (let x = 0, from = y * width * 4, to = y * w; x < width; x++, from += 4, to++) {
      input[to] = data[from + 2] ?? 0;
      input[to + w * h] = data[from + 1] ?? 0;
      input[to + 2 * w * h] = data[from] ?? 0;
    }
  }
  return { input, shape: [1, 3, h, w] };
}

export class Detector {
  /**
   * @param {Run} run
   * @param {Settings} settings
   */
  constructor(run, settings) {
    this.run = run;
    this.settings = settings;
  }

  /**
   * The faces of 1/16 of the picture or more, largest first.
   *
   * @param {Picture} picture
   */
  async detect(picture) {
    return largestFirst(await this.search(picture, SEARCH_SIDE));
  }

  /**
   * The faces around boxes of an earlier frame; the whole frame is searched if one is lost.
   *
   * @param {Picture} picture
   * @param {Box[]} boxes
   */
  async detectNear(picture, boxes) {
    /** @type {Found[]} */
    const found = [];
    for (const box of boxes) {
      const near = (await this.#around(picture, box)).filter((face) => !found.some((other) => overlap(face.box, other.box) > SAME_FACE_OVERLAP));
      if (!near.length && !found.some((face) => overlap(box, face.box) > SAME_FACE_OVERLAP)) return await this.detect(picture);
      found.push(...near);
    }
    return largestFirst(found);
  }

  /**
   * @param {Picture} picture
   * @param {Box} box
   */
  async #around(picture, box) {
    const { width, height } = picture;
    const reach = [round(((NEAR_WINDOW - 1) / 2) * (box[2] - box[0])), round(((NEAR_WINDOW - 1) / 2) * (box[3] - box[1]))];
    const [left, top] = [Math.max(0, box[0] - (reach[0] ?? 0)), Math.max(0, box[1] - (reach[1] ?? 0))];
    const [right, bottom] = [Math.min(width, box[2] + (reach[0] ?? 0)), Math.min(height, box[3] + (reach[1] ?? 0))];
    if (!(left < right && top < bottom)) return [];
    const expected = Math.max(box[2] - box[0], box[3] - box[1]);
    const factor = Math.min(Math.max(1, Math.max(width, height) / SEARCH_SIDE), Math.max(1, expected / NEAR_FACE_SIDE));
    const side = Math.max(1, round(Math.max(right - left, bottom - top) / factor));
    const faces = await this.search(part(picture, left, top, right - left, bottom - top), side);
    return faces.map((face) => moved(face, left, top));
  }

  /**
   * The faces in a picture whose longer side is reduced to so many pixels, in pixels of the picture itself.
   *
   * @param {Picture} picture
   * @param {number} side
   * @returns {Promise<Found[]>}
   */
  async search(picture, side) {
    return await this.#found(picture, side, this.settings.min_score);
  }

  /**
   * The same, and also what may be a face.
   *
   * @param {Picture} picture
   * @param {number} side
   */
  async candidates(picture, side) {
    return await this.#found(picture, side, this.settings.doubtful_score);
  }

  /**
   * @param {Picture} picture
   * @param {number} side
   * @param {number} least score
   * @returns {Promise<Found[]>}
   */
  async #found(picture, side, least) {
    const factor = Math.max(1, Math.max(picture.width, picture.height) / side);
    const [width, height] = [Math.max(1, round(picture.width / factor)), Math.max(1, round(picture.height / factor))];
    const resized = factor < LINEAR_BELOW ? linear : reduced;
    const small = factor === 1 ? picture : resized(picture, width, height);
    if (Math.min(small.width, small.height) < MIN_SIDE) return [];
    const { input, shape } = planes(small);
    const outputs = await this.run("detector", input, shape);
    const rows = STRIDES.flatMap((stride) => this.#decoded(outputs, stride, (shape[3] ?? 0) / stride, least));
    return this.#once(rows).flatMap((row) => faceOf(row, factor));
  }

  /**
   * The faces of one stride: x, y, width, height, columns of right eye, left eye and nose, score.
   *
   * @param {Record<string, Float32Array>} outputs
   * @param {number} stride
   * @param {number} columns
   * @param {number} least score
   */
  #decoded(outputs, stride, columns, least) {
    const [classes, objects, boxes, points] = ["cls", "obj", "bbox", "kps"].map(
      (kind) => /** @type {Float32Array} */ (outputs[`${kind}_${stride}`]),
    );
    if (!classes || !objects || !boxes || !points) throw new Error("The face detector answers otherwise than it should.");
    const rows = [];
    for (let cell = 0; cell < classes.length; cell++) {
      const score = Math.sqrt(Math.max(0, (classes[cell] ?? 0) * (objects[cell] ?? 0)));
      if (score < least) continue;
      const [column, row] = [cell % columns, Math.floor(cell / columns)];
      /** @type {(index: number) => number} */
      const box = (index) => boxes[cell * 4 + index] ?? 0;
      /** @type {(index: number) => number} */
      const across = (index) => (column + (points[cell * 10 + 2 * index] ?? 0)) * stride;
      const [w, h] = [Math.exp(box(2)) * stride, Math.exp(box(3)) * stride];
      rows.push([(column + box(0)) * stride - w / 2, (row + box(1)) * stride - h / 2, w, h, across(0), across(1), across(2), score]);
    }
    return rows;
  }

  /**
   * Each face once, the most certain of its rows, in whole pixels as OpenCV compares them.
   *
   * @param {number[][]} rows
   */
  #once(rows) {
    /** @type {{ row: number[], box: Box }[]} */
    const kept = [];
    for (const row of rows.toSorted((one, other) => (other[7] ?? 0) - (one[7] ?? 0))) {
      const [x = 0, y = 0, w = 0, h = 0] = row.map(Math.trunc);
      /** @type {Box} */
      const box = [x, y, x + w, y + h];
      if (kept.every((other) => overlap(box, other.box) <= this.settings.overlap)) kept.push({ row, box });
    }
    return kept.map(({ row }) => row);
  }
}

/**
 * A face in pixels of the frame; none for a box without area.
 *
 * @param {number[]} row
 * @param {number} factor
 * @returns {Found[]}
 */
function faceOf([x = 0, y = 0, w = 0, h = 0, right = 0, left = 0, nose = 0, score = 0], factor) {
  /** @type {Box} */
  const box = [round(x * factor), round(y * factor), round((x + w) * factor), round((y + h) * factor)];
  if (!(box[0] < box[2] && box[1] < box[3])) return [];
  const turn = clamp((nose - (left + right) / 2) / Math.max((left - right) / 2, 1e-6 / factor), -1, 1);
  return [{ box, confidence: clamp(score, 0, 1), turn, roll: 0 }];
}
