// Pictures at another size, with values between pixels: OpenCV's INTER_LINEAR and INTER_CUBIC, number for number.

import { clamp, round, scaleOf } from "./pixels.js";

/** @typedef {import("./pixels.js").Picture} Picture */
/** @typedef {{ at: number, next: number, near: number, far: number }} Place between two pixels, in 1/2048 */

const { fround } = Math; // OpenCV counts in single precision
const WHOLE = 2048;
const CUBIC = -0.75;

/**
 * Where a pixel of a line lies in another one: the pixel before it, and how far behind that.
 *
 * @param {number} from
 * @param {number} to
 * @param {number} x
 */
function placeOf(from, to, x) {
  const exact = fround((x + 0.5) * scaleOf(from, to) - 0.5);
  const at = Math.floor(exact);
  return { at, rest: fround(exact - at) };
}

/**
 * Where the pixels of a row lie; beyond its ends, the last pixel counts alone.
 *
 * @param {number} from
 * @param {number} to
 * @returns {Place[]}
 */
function columnsOf(from, to) {
  return Array.from({ length: to }, (_, x) => {
    const { at, rest } = placeOf(from, to, x);
    if (at < 0) return { at: 0, next: 0, near: WHOLE, far: 0 };
    if (at >= from - 1) return { at: from - 1, next: from - 1, near: WHOLE, far: 0 };
    return { at, next: at + 1, near: round(fround(1 - rest) * WHOLE), far: round(rest * WHOLE) };
  });
}

/**
 * Where the pixels of a column lie; beyond its ends, the last pixel counts twice, which rounds otherwise than once.
 *
 * @param {number} from
 * @param {number} to
 * @returns {Place[]}
 */
function rowsOf(from, to) {
  return Array.from({ length: to }, (_, y) => {
    const { at, rest } = placeOf(from, to, y);
    const [near, far] = [round(fround(1 - rest) * WHOLE), round(rest * WHOLE)];
    return { at: clamp(at, 0, from - 1), next: clamp(at + 1, 0, from - 1), near, far };
  });
}

/**
 * @param {Picture["data"]} data
 * @param {number} channels
 * @param {Size} from
 * @param {Size} to
 */
export function linearData(data, channels, from, to) {
  const columns = columnsOf(from.width, to.width);
  const out = new Uint8Array(to.width * to.height * channels);
  const lines = [0, 1].map(() => ({ row: -1, values: new Int32Array(to.width * channels) }));
  /** @param {number} row the two lines that were asked for last are at hand */
  const line = (row) => {
    const found = /** @type {{ row: number, values: Int32Array }} */ (lines[row % 2]);
    if (found.row !== row) fillLine(found.values, data, channels, row * from.width * channels, columns);
    found.row = row;
    return found.values;
  };
  let index = 0;
  for (const { at, next, near, far } of rowsOf(from.height, to.height)) {
    const [upper, lower] = [line(at), line(next)];
    for (let i = 0; i < upper.length; i++) {
      const [above, below] = [(upper[i] ?? 0) >> 4, (lower[i] ?? 0) >> 4];
      out[index++] = (((near * above) >> 16) + ((far * below) >> 16) + 2) >> 2;
    }
  }
  return out;
}

/**
 * @param {Int32Array} values are filled
 * @param {Picture["data"]} data
 * @param {number} channels
 * @param {number} start where the row begins
 * @param {Place[]} columns
 */
function fillLine(values, data, channels, start, columns) {
  let index = 0;
  for (const { at, next, near, far } of columns) {
    for (let c = 0; c < channels; c++) {
      values[index++] = (data[start + at * channels + c] ?? 0) * near + (data[start + next * channels + c] ?? 0) * far;
    }
  }
}

/**
 * A picture of another size: INTER_LINEAR.
 *
 * @param {Picture} picture
 * @param {number} width
 * @param {number} height
 * @returns {Picture}
 */
export function linear(picture, width, height) {
  return { width, height, data: linearData(picture.data, 4, picture, { width, height }) };
}

/**
 * A larger picture: INTER_CUBIC. Of a hundred thousand pixels about seven differ, by one grey level: OpenCV leaves the order
 * of its sums to a library.
 *
 * @param {Picture} picture
 * @param {number} width
 * @param {number} height
 * @returns {Picture}
 */
export function enlarged(picture, width, height) {
  const { width: fromWidth, height: fromHeight, data } = picture;
  const columns = cubicPlaces(fromWidth, width);
  const rows = cubicPlaces(fromHeight, height);
  const lines = new Float32Array(fromHeight * width * 3);
  for (let y = 0, index = 0; y < fromHeight; y++) {
    for (const { at, weights } of columns) {
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let k = 0; k < 4; k++) sum += weights[k] * (data[(y * fromWidth + clamp(at + k - 1, 0, fromWidth - 1)) * 4 + c] ?? 0);
        lines[index++] = sum;
      }
    }
  }
  const out = new Uint8ClampedArray(width * height * 4).fill(255);
  rows.forEach(({ at, weights }, y) => {
    for (let i = 0; i < width * 3; i++) {
      let sum = 0;
      for (let k = 0; k < 4; k++) sum += weights[k] * (lines[clamp(at + k - 1, 0, fromHeight - 1) * width * 3 + i] ?? 0);
      out[(y * width + Math.floor(i / 3)) * 4 + (i % 3)] = sum; // clamps and rounds
    }
  });
  return { width, height, data: out };
}

/**
 * @param {number} from
 * @param {number} to
 * @returns {{ at: number, weights: [number, number, number, number] }[]}
 */
function cubicPlaces(from, to) {
  return Array.from({ length: to }, (_, x) => {
    const exact = (x + 0.5) * scaleOf(from, to) - 0.5;
    const at = Math.floor(exact);
    const t = exact - at;
    const first = ((CUBIC * (t + 1) - 5 * CUBIC) * (t + 1) + 8 * CUBIC) * (t + 1) - 4 * CUBIC;
    const second = ((CUBIC + 2) * t - (CUBIC + 3)) * t * t + 1;
    const third = ((CUBIC + 2) * (1 - t) - (CUBIC + 3)) * (1 - t) * (1 - t) + 1;
    return { at, weights: [first, second, third, 1 - first - second - third] };
  });
}
