// Frames of dark rooms are made brighter before faces are searched and read: as moviefy/expression/faces/lighting.py.

import { clamp, round } from "./pixels.js";

/** @typedef {import("./pixels.js").Picture} Picture */

const STEP = 8;
const DARK = 64;
const BRIGHT = 180;
const MAX_GAIN = 16;
const GAMMA = 0.45;
const KERNEL = [1, 4, 6, 4, 1];

/**
 * The picture itself, or a brighter copy if it is dark.
 *
 * @param {Picture} picture
 */
export function forSearch(picture) {
  const level = brightTenth(picture);
  if (level >= DARK) return picture;
  const gain = Math.min(MAX_GAIN, BRIGHT / Math.max(level, 1));
  return blurred(mapped(picture, (value) => clamp(round(value * gain), 0, 255)));
}

/**
 * A copy whose dark parts are brighter and whose bright ones stay.
 *
 * @param {Picture} picture
 */
export const brightened = (picture) => mapped(picture, (value) => round(255 * (value / 255) ** GAMMA));

/**
 * The level that a tenth of the pixels is above: numpy's percentile.
 *
 * @param {Picture} picture
 */
function brightTenth({ width, height, data }) {
  const levels = [];
  for (let y = 0; y < height; y += STEP) {
    for (let x = 0; x < width; x += STEP) {
      const at = (y * width + x) * 4;
      levels.push(Math.max(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0));
    }
  }
  if (!levels.length) return DARK;
  const sorted = Uint8Array.from(levels).sort();
  const place = 0.9 * (sorted.length - 1);
  const [low = 0, high = low] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (high - low) * (place % 1);
}

/**
 * @param {Picture} picture
 * @param {(value: number) => number} level
 * @returns {Picture}
 */
function mapped({ width, height, data }, level) {
  const table = Uint8Array.from({ length: 256 }, (_, value) => level(value));
  return { width, height, data: Uint8Array.from(data, (value) => table[value] ?? 0) };
}

/**
 * GaussianBlur over 5 x 5 pixels; the picture is mirrored at its edge.
 *
 * @param {Picture} picture
 * @returns {Picture}
 */
function blurred({ width, height, data }) {
  const lines = new Uint16Array(data.length);
  const out = new Uint8Array(data.length).fill(255);
  /** @type {(at: number, length: number) => number} */
  const mirrored = (at, length) => clamp(at < 0 ? -at : at >= length ? 2 * length - 2 - at : at, 0, length - 1);
  for (let y = 0, index = 0; y < height; y++) {
    for (let x = 0; x < width; x++, index += 4) {
      KERNEL.forEach((weight, k) => {
        const from = (y * width + mirrored(x + k - 2, width)) * 4;
        for (let c = 0; c < 3; c++) lines[index + c] = (lines[index + c] ?? 0) + weight * (data[from + c] ?? 0);
      });
    }
  }
  for (let y = 0, index = 0; y < height; y++) {
    const rows = KERNEL.map((_, k) => mirrored(y + k - 2, height) * width * 4);
    for (let x = 0; x < width; x++, index += 4) {
      for (let c = 0; c < 3; c++) {
        const sum = KERNEL.reduce((total, weight, k) => total + weight * (lines[(rows[k] ?? 0) + x * 4 + c] ?? 0), 0);
        out[index + c] = (sum + 128) >> 8;
      }
    }
  }
  return { width, height, data: out };
}
