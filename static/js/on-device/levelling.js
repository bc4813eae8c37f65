// How far a head is tilted, so that its crop can be turned upright: as moviefy/expression/faces/levelling.py does it.

import { largestFirst } from "./faces.js";
import { linear } from "./interpolation.js";
import { rotation, squarePart, warped } from "./parts.js";
import { reduced, round } from "./pixels.js";

/** @typedef {import("./faces.js").Found} Found */
/** @typedef {import("./pixels.js").Picture} Picture */
/** @typedef {import("./detector.js").Detector} Detector */

const STEP = 30;
const WINDOW_SIDE = 96;
const WINDOW = 2.5;
const CENTRAL = 0.2;
const CERTAIN = 0.6;
const LEVEL_FROM = 20;

/**
 * The face with its roll, within about 15 degrees.
 *
 * @param {Detector} detector
 * @param {Picture} picture
 * @param {Found} face
 */
export const withRoll = (detector, picture, face) => new Turns(detector, picture, face).withRoll(face);

/**
 * Those that are found again by their known roll, largest first.
 *
 * @param {Detector} detector
 * @param {Picture} picture
 * @param {Found[]} faces
 */
export async function confirmedFaces(detector, picture, faces) {
  const again = [];
  for (const face of faces) {
    const turns = new Turns(detector, picture, face);
    if (await turns.certainty(0)) again.push(await turns.withRoll(face));
  }
  return largestFirst(again);
}

/** How certain a detector is of a face when the picture around it is turned. */
class Turns {
  /** @type {Map<number, number>} */
  #known = new Map();
  #part;

  /**
   * @param {Detector} detector
   * @param {Picture} picture
   * @param {Found} face
   */
  constructor(detector, picture, { box: [x1, y1, x2, y2], roll }) {
    this.detector = detector;
    this.roll = roll;
    const side = Math.max(1, round((Math.SQRT2 * WINDOW * (x2 - x1 + y2 - y1)) / 2));
    const part = squarePart(picture, Math.floor((x1 + x2 - side) / 2), Math.floor((y1 + y2 - side) / 2), side);
    const small = round(Math.SQRT2 * WINDOW_SIDE);
    this.#part = side > small ? reduced(part, small, small) : linear(part, small, small);
  }

  /** @param {number} degrees */
  async certainty(degrees) {
    const turn = ((degrees % 360) + 360) % 360;
    const known = this.#known.get(turn);
    if (known !== undefined) return known;
    const found = await this.detector.search(this.#turned(turn), WINDOW_SIDE);
    const certainty = Math.max(0, ...found.filter(isCentral).map(({ confidence }) => confidence));
    this.#known.set(turn, certainty);
    return certainty;
  }

  /** @param {number} degrees */
  #turned(degrees) {
    const middle = (this.#part.height - 1) / 2;
    const onto = rotation(middle, middle, degrees + this.roll);
    onto[2] += (WINDOW_SIDE - 1) / 2 - middle;
    onto[5] += (WINDOW_SIDE - 1) / 2 - middle;
    return warped(this.#part, onto, WINDOW_SIDE, WINDOW_SIDE, false);
  }

  /**
   * @param {Found} face
   * @returns {Promise<Found>}
   */
  async withRoll(face) {
    const sum = face.roll + (await this.#estimated()) + 180;
    const roll = (((sum % 360) + 360) % 360) - 180;
    return { ...face, roll: Math.abs(roll) >= LEVEL_FROM ? roll : 0 };
  }

  /** The middle of all turns at which the face is found, in degrees; 0 if none is better. */
  async #estimated() {
    const certainty = [];
    for (let degrees = 0; degrees < 360; degrees += STEP) certainty.push(await this.certainty(degrees));
    if ((certainty[0] ?? 0) >= Math.max(...certainty)) return 0;
    let [x, y] = [0, 0];
    certainty.forEach((value, index) => {
      const weight = Math.max(0, value - CERTAIN) ** 2;
      x += weight * Math.cos((index * STEP * Math.PI) / 180);
      y += weight * Math.sin((index * STEP * Math.PI) / 180);
    });
    return (Math.atan2(y, x) * 180) / Math.PI;
  }
}

/** @param {Found} face */
function isCentral({ box: [x1, y1, x2, y2] }) {
  const off = Math.max(Math.abs((x1 + x2) / 2 - WINDOW_SIDE / 2), Math.abs((y1 + y2) / 2 - WINDOW_SIDE / 2));
  return off < CENTRAL * WINDOW_SIDE;
}
