// Boxes of faces, and what is done with lists of them.

import { round } from "./pixels.js";

/**
 * @typedef {object} Found a face that a detector found
 * @property {Box} box in pixels of its picture
 * @property {number} confidence in [0, 1]
 * @property {number | null} turn how far the nose lies to a side, in half eye distances
 * @property {number} roll degrees clockwise by which the head is tilted; 0 unless it clearly is
 */

/** @param {Box} box */
export const areaOf = ([x1, y1, x2, y2]) => (x2 - x1) * (y2 - y1);

/**
 * @template {{ box: Box }} T
 * @param {T[]} faces
 */
export const largestFirst = (faces) => faces.toSorted((one, other) => areaOf(other.box) - areaOf(one.box));

/**
 * Intersection over union.
 *
 * @param {Box} one
 * @param {Box} other
 */
export function overlap(one, other) {
  const width = Math.min(one[2], other[2]) - Math.max(one[0], other[0]);
  const height = Math.min(one[3], other[3]) - Math.max(one[1], other[1]);
  if (width <= 0 || height <= 0) return 0;
  return (width * height) / (areaOf(one) + areaOf(other) - width * height);
}

/**
 * @param {Found} face
 * @param {number} right
 * @param {number} down
 * @returns {Found}
 */
export const moved = (face, right, down) => ({
  ...face,
  box: [face.box[0] + right, face.box[1] + down, face.box[2] + right, face.box[3] + down],
});

/**
 * A face in a picture that is so many times as wide and as high.
 *
 * @param {Found} face
 * @param {number} across
 * @param {number} down
 * @returns {Found}
 */
export function scaled(face, across, down) {
  const [x1, y1, x2, y2] = face.box;
  const [left, top] = [Math.trunc(x1 * across), Math.trunc(y1 * down)];
  return { ...face, box: [left, top, Math.max(left + 1, round(x2 * across)), Math.max(top + 1, round(y2 * down))] };
}
