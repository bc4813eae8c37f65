// A second look at a picture in which nobody was found: as moviefy/expression/faces/second_look.py does it.

import { areaOf } from "./faces.js";
import { SEARCH_SIDE } from "./detector.js";
import { confirmedFaces } from "./levelling.js";
import { brightened } from "./lighting.js";
import { inverse, rotation, warped } from "./parts.js";
import { round } from "./pixels.js";

/** @typedef {import("./faces.js").Found} Found */
/** @typedef {import("./pixels.js").Picture} Picture */
/** @typedef {import("./detector.js").Detector} Detector */

/** @type {Record<string, number>} degrees clockwise by which a head is tilted that is looked for */
const TURNS = { tilted_right: 30, tilted_left: -30, lying_right: 90, lying_left: -90, upside_down: 180 };
const FINE_SIDE = 2 * SEARCH_SIDE;

/** The ways in which a frame is searched once more, in the order in which they are tried. */
export const WAYS = ["finer", "brighter", ...Object.keys(TURNS)];

/**
 * The faces that one of the slower ways finds in a frame, largest first; none for "frame".
 *
 * @param {Detector} detector
 * @param {Picture} frame
 * @param {string} way
 */
export async function lookAgain(detector, frame, way) {
  const bright = way === "brighter" ? brightened(frame) : frame;
  const degrees = TURNS[way];
  /** @type {(turned: Picture) => Promise<Found[]>} */
  const asQuick = (turned) =>
    detector.search(turned, round((SEARCH_SIDE * Math.max(turned.width, turned.height)) / Math.max(frame.width, frame.height)));
  if (degrees !== undefined) return await confirmedFaces(detector, bright, await foundTurned(bright, degrees, asQuick));
  if (way !== "brighter" && way !== "finer") return [];
  return await confirmedFaces(detector, bright, await detector.search(bright, way === "finer" ? FINE_SIDE : SEARCH_SIDE));
}

/**
 * Quarter turns clockwise after which most of the faces, by area, are upright.
 *
 * @param {Found[]} faces
 */
export function quartersOf(faces) {
  const area = [0, 0, 0, 0];
  for (const face of faces) {
    const quarters = ((round(-face.roll / 90) % 4) + 4) % 4;
    area[quarters] = (area[quarters] ?? 0) + areaOf(face.box);
  }
  return area.indexOf(Math.max(...area));
}

/**
 * The faces that a search finds in the picture turned counter-clockwise, in pixels of the picture, with their roll.
 *
 * @param {Picture} frame
 * @param {number} degrees
 * @param {(turned: Picture) => Promise<Found[]>} search
 */
export async function foundTurned(frame, degrees, search) {
  const { width, height } = frame;
  const onto = rotation(width / 2, height / 2, degrees);
  const [cos, sin] = [Math.abs(onto[0]), Math.abs(onto[1])];
  const [wide, high] = [height * sin + width * cos, height * cos + width * sin];
  onto[2] += wide / 2 - width / 2;
  onto[5] += high / 2 - height / 2;
  const back = inverse(onto);
  const faces = await search(warped(frame, onto, round(wide), round(high), false));
  return faces.map((face) => movedBack(face, back, degrees)).filter(({ box }) => isInside(box, frame));
}

/**
 * @param {Found} face
 * @param {import("./parts.js").Affine} back
 * @param {number} degrees
 * @returns {Found}
 */
function movedBack({ box: [x1, y1, x2, y2], confidence }, [a, b, c, d, e, f], degrees) {
  const [mx, my] = [(x1 + x2) / 2, (y1 + y2) / 2];
  const left = round(a * mx + b * my + c - (x2 - x1) / 2);
  const top = round(d * mx + e * my + f - (y2 - y1) / 2);
  return { box: [left, top, left + x2 - x1, top + y2 - y1], confidence, turn: null, roll: degrees };
}

/**
 * @param {Box} box
 * @param {Size} frame
 */
function isInside([x1, y1, x2, y2], { width, height }) {
  const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
  return x >= 0 && x < width && y >= 0 && y < height;
}
