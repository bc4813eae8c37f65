// Parts of a picture: squares with the edge repeated, turned pictures, grey levels.

import { clamp, round } from "./pixels.js";

/** @typedef {import("./pixels.js").Picture} Picture */
/** @typedef {import("./pixels.js").Grey} Grey */
/** @typedef {[number, number, number, number, number, number]} Affine two rows of three, as OpenCV has them */

const FINE = 1024; // steps between two pixels in which places are added up

/**
 * A square of a picture; outside of it, its edge is repeated.
 *
 * @param {Picture} picture
 * @param {number} left
 * @param {number} top
 * @param {number} side
 * @returns {Picture}
 */
export function squarePart(picture, left, top, side) {
  return part(picture, left, top, side, side);
}

/**
 * A part of a picture; outside of it, its edge is repeated.
 *
 * @param {Picture} picture
 * @param {number} left
 * @param {number} top
 * @param {number} width
 * @param {number} height
 * @returns {Picture}
 */
export function part({ width: from, height: rows, data }, left, top, width, height) {
  const pixels = new Uint32Array(data.buffer, data.byteOffset, from * rows);
  const out = new Uint32Array(width * height);
  for (let y = 0, at = 0; y < height; y++) {
    const row = clamp(top + y, 0, rows - 1) * from;
    for (let x = 0; x < width; x++, at++) out[at] = pixels[row + clamp(left + x, 0, from - 1)] ?? 0;
  }
  return { width, height, data: new Uint8Array(out.buffer) };
}

/**
 * The grey levels of a square picture.
 *
 * @param {Picture} picture
 * @returns {Grey}
 */
export function grey({ width, height, data }) {
  const out = new Uint8Array(width * height);
  for (let at = 0, i = 0; at < out.length; at++, i += 4) {
    out[at] = ((data[i] ?? 0) * 9798 + (data[i + 1] ?? 0) * 19235 + (data[i + 2] ?? 0) * 3735 + 16384) >> 15;
  }
  return { side: width, data: out };
}

/**
 * OpenCV's getRotationMatrix2D, without scale: counter-clockwise about a point.
 *
 * @param {number} x
 * @param {number} y
 * @param {number} degrees
 * @returns {Affine}
 */
export function rotation(x, y, degrees) {
  const angle = degrees * (Math.PI / 180);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [cos, sin, (1 - cos) * x - sin * y, -sin, cos, sin * x + (1 - cos) * y];
}

/**
 * @param {Affine} affine
 * @returns {Affine}
 */
export function inverse([a, b, c, d, e, f]) {
  const share = 1 / (a * e - b * d);
  const [ia, ib, id, ie] = [e * share, -b * share, -d * share, a * share];
  return [ia, ib, -ia * c - ib * f, id, ie, -id * c - ie * f];
}

/**
 * A picture moved by an affine map, between pixels in steps of 1/32: warpAffine.
 *
 * @param {Picture} picture
 * @param {Affine} onto
 * @param {number} width
 * @param {number} height
 * @param {boolean} repeatsEdge otherwise black lies outside
 * @returns {Picture}
 */
export function warped(picture, onto, width, height, repeatsEdge) {
  const [a, b, c, d, e, f] = inverse(onto);
  const { width: from, height: rows, data } = picture;
  const out = new Uint8Array(width * height * 4).fill(255);
  /** @type {(x: number, y: number, channel: number) => number} */
  const at = (x, y, channel) => {
    if (!repeatsEdge && (x < 0 || y < 0 || x >= from || y >= rows)) return 0;
    return data[(clamp(y, 0, rows - 1) * from + clamp(x, 0, from - 1)) * 4 + channel] ?? 0;
  };
  for (let y = 0, index = 0; y < height; y++) {
    const [rowX, rowY] = [round((b * y + c) * FINE) + FINE / 64, round((e * y + f) * FINE) + FINE / 64];
    for (let x = 0; x < width; x++, index += 4) {
      const [sx, sy] = [(rowX + round(a * x * FINE)) >> 5, (rowY + round(d * x * FINE)) >> 5];
      const [px, py, fx, fy] = [sx >> 5, sy >> 5, sx & 31, sy & 31];
      for (let channel = 0; channel < 3; channel++) {
        const upper = at(px, py, channel) * (32 - fx) + at(px + 1, py, channel) * fx;
        const lower = at(px, py + 1, channel) * (32 - fx) + at(px + 1, py + 1, channel) * fx;
        out[index + channel] = (upper * (32 - fy) + lower * fy + 512) >> 10;
      }
    }
  }
  return { width, height, data: out };
}

/**
 * A picture turned by quarter turns clockwise; itself for 0.
 *
 * @param {Picture} picture
 * @param {number} quarters
 * @returns {Picture}
 */
export function turnedUpright(picture, quarters) {
  const turns = ((quarters % 4) + 4) % 4;
  if (turns === 0) return picture;
  const { width: w, height: h, data } = picture;
  const pixels = new Uint32Array(data.buffer, data.byteOffset, w * h);
  const [width, height] = turns === 2 ? [w, h] : [h, w];
  const out = new Uint32Array(w * h);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const [sx, sy] = turns === 1 ? [y, h - 1 - x] : turns === 2 ? [w - 1 - x, h - 1 - y] : [w - 1 - y, x];
      out[at] = pixels[sy * w + sx] ?? 0;
    }
  }
  return { width, height, data: new Uint8Array(out.buffer) };
}

/**
 * A face's square in FER2013's framing, upright and grey.
 *
 * @param {Picture} picture
 * @param {import("./faces.js").Found} face
 * @param {{ scale: number, shift_y: number }} margin
 * @returns {Grey}
 */
export function faceCrop(picture, { box: [x1, y1, x2, y2], roll }, margin) {
  const side = Math.max(1, round((margin.scale * (x2 - x1 + (y2 - y1))) / 2));
  const shift = margin.shift_y * (y2 - y1);
  if (!roll) return grey(squarePart(picture, round((x1 + x2 - side) / 2), round((y1 + y2 - side) / 2 + shift), side));
  const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
  const onto = rotation(x, y, roll);
  onto[2] += side / 2 - x;
  onto[5] += side / 2 - y - shift;
  return grey(warped(picture, onto, side, side, true));
}
