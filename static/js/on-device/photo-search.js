// Faces in photographs, which come in any size and position: as moviefy/expression/faces/photo_search.py finds them.

import { areaOf, largestFirst, moved, overlap, scaled } from "./faces.js";
import { confirmedFaces, withRoll } from "./levelling.js";
import { brightened, forSearch } from "./lighting.js";
import { enlarged, linear } from "./interpolation.js";
import { faceCrop, part, turnedUpright } from "./parts.js";
import { reduced, round } from "./pixels.js";
import { foundTurned, quartersOf } from "./second-look.js";

/** @typedef {import("./faces.js").Found} Found */
/** @typedef {import("./pixels.js").Picture} Picture */
/** @typedef {import("./detector.js").Detector} Detector */

const LONG_SIDE = 1280;
const SHORT_SIDE = 720;
const CLOSE = 0.75;
const MAX_SIDE = 8192;
const MIN_SIDE = 640;
const MAX_FACTOR = 4;
const SEEN_LONG = 640;
const SEEN_SHORT = 360;
const DETAILED_BELOW = 96;
const SEARCH_LONG = 480;
const SEARCH_SHORT = 360;
const COARSE = 2 / 3;
const LARGE_FACE = 24;
const NEAR_FACE = 54;
const PANORAMA = 2;
const SAME_FACE = 0.3;
const PART_OF_FACE = 0.6;
const TILTS = [30, -30];
const MAX_LEVELLED = 16;

/**
 * @typedef {object} PhotoFaces
 * @property {number} width of the photo turned upright, in its own pixels
 * @property {number} height
 * @property {Found[]} faces in its pixels, largest first
 * @property {import("./pixels.js").Grey[]} crops one of each face
 * @property {number} turned degrees clockwise
 */

/**
 * The faces of a photo of any size, also if it lies on its side or is dark.
 *
 * @param {Detector} detector
 * @param {Picture} photo
 * @param {Size} [size] of the photo itself, where `photo` is a smaller copy of it
 * @returns {Promise<PhotoFaces>}
 */
export async function searchPhoto(detector, photo, size = photo) {
  const detailed = forSearch(workingPicture(photo));
  const seen = resized(detailed, reduction(detailed, SEEN_LONG, SEEN_SHORT));
  let faces = await levelled(detector, seen, await everywhere(detector, seen));
  let quarters = quartersOf(faces);
  if (quarters || !faces.length) {
    const turned = await foundAround(detector, seen, quarters ? [quarters] : [1, 3, 2]);
    [quarters, faces] = turned ?? [0, faces];
  }
  const upright = turnedUpright(seen, quarters);
  if (!faces.length) faces = await harder(detector, upright);
  faces = largestFirst(faces);
  const crops = cropsOf(faces, upright, turnedUpright(detailed, quarters), detector.settings);
  const [width, height] = quarters % 2 ? [size.height, size.width] : [size.width, size.height];
  const full = faces.map((face) => scaled(face, width / upright.width, height / upright.height));
  return { width, height, faces: full, crops, turned: 90 * quarters };
}

/**
 * A crop of each face: of small ones from the detailed picture.
 *
 * @param {Found[]} faces
 * @param {Picture} picture
 * @param {Picture} detailed
 * @param {import("./detector.js").Settings} margin
 */
function cropsOf(faces, picture, detailed, margin) {
  const factor = detailed.width / picture.width;
  return faces.map((face) =>
    areaOf(face.box) >= DETAILED_BELOW ** 2 ? faceCrop(picture, face, margin) : faceCrop(detailed, scaled(face, factor, factor), margin),
  );
}

/** @param {Picture} photo */
function workingPicture(photo) {
  const [long, short] = [Math.max(photo.width, photo.height), Math.min(photo.width, photo.height)];
  const factor = Math.min(Math.max(LONG_SIDE / long, SHORT_SIDE / short), MAX_SIDE / long);
  return resized(photo, factor > CLOSE ? Math.min(Math.max(1, MIN_SIDE / long), MAX_FACTOR) : factor);
}

/**
 * Faces of every size in a picture as it stands, each once.
 *
 * @param {Detector} detector
 * @param {Picture} picture
 */
async function everywhere(detector, picture) {
  const { width, height } = picture;
  const fine = reduction(picture, SEARCH_LONG, SEARCH_SHORT);
  if (width < PANORAMA * height) {
    const candidates = await detector.candidates(picture, sideAt(picture, fine));
    const faces = merged(candidates.filter(({ confidence }) => confidence >= detector.settings.min_score));
    const isNear = faces.some((face) => areaOf(face.box) >= (NEAR_FACE / fine) ** 2);
    if (isNear && candidates.every((one) => faces.some((face) => isSame(one.box, face.box)))) return faces;
    const coarse = await at(detector, picture, COARSE * fine);
    const large = coarse.filter((face) => areaOf(face.box) >= (LARGE_FACE / (COARSE * fine)) ** 2);
    return merged(large, faces, coarse);
  }
  const whole = Math.min(1, SEARCH_LONG / width);
  const parts = [];
  for (const [left, right] of partsOf(width, height)) {
    const faces = await at(detector, part(picture, left, 0, right - left, height), fine);
    parts.push(...faces.map((face) => moved(face, left, 0)));
  }
  return merged(parts, await at(detector, picture, Math.min(1, 2 * whole)), await at(detector, picture, whole));
}

/**
 * The factor that gives a picture one of these sides and the other at least as long; 1 if it is smaller.
 *
 * @param {Size} picture
 * @param {number} long
 * @param {number} short
 */
function reduction({ width, height }, long, short) {
  return Math.min(1, Math.max(long / Math.max(width, height), short / Math.min(width, height)));
}

/** @type {(detector: Detector, picture: Picture, factor: number) => Promise<Found[]>} */
const at = (detector, picture, factor) => detector.search(picture, sideAt(picture, factor));

/** @type {(picture: Picture, factor: number) => number} */
const sideAt = ({ width, height }, factor) => Math.max(1, round(Math.max(width, height) * factor));

/**
 * Left and right edge of overlapping parts of 4:3, which cover a wide picture.
 *
 * @param {number} width
 * @param {number} height
 * @returns {[number, number][]}
 */
function partsOf(width, height) {
  const wide = Math.ceil((height * 4) / 3);
  const count = Math.ceil((width - wide) / (0.75 * wide)) + 1;
  return Array.from({ length: count }, (_, i) => {
    const left = round((i * (width - wide)) / (count - 1));
    return [left, left + wide];
  });
}

/**
 * The quarter turn in which the faces are most certain, and its faces.
 *
 * @param {Detector} detector
 * @param {Picture} seen
 * @param {number[]} candidates
 * @returns {Promise<[number, Found[]] | null>}
 */
async function foundAround(detector, seen, candidates) {
  const found = [];
  for (const quarters of candidates) {
    const faces = await everywhere(detector, turnedUpright(seen, quarters));
    found.push({ quarters, faces, certainty: faces.reduce((sum, { confidence }) => sum + confidence, 0) });
  }
  for (const { quarters, faces } of found.toSorted((one, other) => other.certainty - one.certainty)) {
    const sure = await confirmed(detector, turnedUpright(seen, quarters), faces);
    if (sure.length) return [quarters, sure];
  }
  return null;
}

/**
 * The faces of the first of these in which there are any: turned by some degrees, and brightened.
 *
 * @param {Detector} detector
 * @param {Picture} seen
 */
async function harder(detector, seen) {
  for (const degrees of TILTS) {
    const faces = await foundTurned(seen, degrees, (turned) => everywhere(detector, turned));
    const sure = await confirmed(detector, seen, faces);
    if (sure.length) return sure;
  }
  const bright = brightened(seen);
  return await confirmed(detector, bright, await everywhere(detector, bright));
}

/**
 * The faces with their roll; of those that are surely upright it need not be looked for.
 *
 * @param {Detector} detector
 * @param {Picture} seen
 * @param {Found[]} faces
 */
async function levelled(detector, seen, faces) {
  const sure = detector.settings.surely_upright_in_photos;
  const doubtful = new Set(largestFirst(faces).filter(({ confidence }) => confidence < sure).slice(0, MAX_LEVELLED));
  const known = [];
  for (const face of faces) known.push(doubtful.has(face) ? await withRoll(detector, seen, face) : face);
  return known;
}

/** @type {(detector: Detector, seen: Picture, faces: Found[]) => Promise<Found[]>} */
const confirmed = (detector, seen, faces) => confirmedFaces(detector, seen, largestFirst(faces).slice(0, MAX_LEVELLED));

/**
 * Each face once: its box of the first search that found it, the most certain one.
 *
 * @param {Found[][]} searches
 */
function merged(...searches) {
  /** @type {Found[]} */
  const kept = [];
  for (const found of searches) {
    for (const face of found.toSorted((one, other) => other.confidence - one.confidence)) {
      if (!kept.some((other) => isSame(face.box, other.box))) kept.push(face);
    }
  }
  return kept;
}

/**
 * @param {Box} one
 * @param {Box} other
 */
function isSame(one, other) {
  if (overlap(one, other) > SAME_FACE) return true;
  const width = Math.min(one[2], other[2]) - Math.max(one[0], other[0]);
  const height = Math.min(one[3], other[3]) - Math.max(one[1], other[1]);
  return width > 0 && height > 0 && width * height > PART_OF_FACE * Math.min(areaOf(one), areaOf(other));
}

/**
 * @param {Picture} picture
 * @param {number} factor
 */
function resized(picture, factor) {
  if (factor === 1) return picture;
  const [width, height] = [Math.max(1, round(picture.width * factor)), Math.max(1, round(picture.height * factor))];
  const way = factor <= 0.5 ? reduced : factor < 1 ? linear : enlarged;
  return way(picture, width, height);
}
