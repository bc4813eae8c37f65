// Boxes and words over the picture of either camera, in the page's own type; mirrored with it, the words stay readable.

import { penOf } from "./elements.js";
import { fitted } from "./face-picker.js";
import { _ } from "./language.js";
import { LOOKS } from "./moods.js";

const NO_MOOD = "#f2f5f5";
const INK = "#0b0f11";
const LABEL = { size: 14, height: 24, pad: 9 }; // pixels of the page
const LABELS_FROM = 200; // a narrower picture has room for boxes alone

/**
 * What a face shows in a word or two.
 *
 * @param {Mood} mood
 */
function words({ label, reason, expression }) {
  if (reason === "unsure") return _("hard to tell");
  const shown = label ?? expression ?? "";
  return LOOKS[shown] ?? shown;
}

/**
 * A face's box on the canvas, [left, top, width, height] in its pixels.
 *
 * @param {Box} box
 * @param {Size} picture
 * @param {ReturnType<typeof fitted>} fit
 * @param {boolean} mirrored
 * @returns {Box}
 */
function place([x1, y1, x2, y2], picture, { scale, left, top }, mirrored) {
  const x = mirrored ? picture.width - x2 : x1;
  return [left + x * scale, top + y1 * scale, (x2 - x1) * scale, (y2 - y1) * scale];
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Face} face
 * @param {Box} place
 * @param {{ unit: number, counts: boolean, style: CSSStyleDeclaration }} how
 */
function drawFace(pen, face, [x, y, w, h], { unit, counts, style }) {
  pen.strokeStyle = style.getPropertyValue(`--${face.mood.label}-mark`) || NO_MOOD;
  pen.lineWidth = (counts ? 3 : 1.5) * unit;
  pen.beginPath();
  pen.roundRect(x, y, w, h, 8 * unit);
  pen.stroke();
  if (pen.canvas.clientWidth >= LABELS_FROM) drawLabel(pen, words(face.mood), [x, y], { unit, family: style.fontFamily });
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {string} text
 * @param {[number, number]} corner
 * @param {{ unit: number, family: string }} how
 */
function drawLabel(pen, text, [x, y], { unit, family }) {
  if (!text) return;
  pen.font = `600 ${LABEL.size * unit}px ${family}`;
  const width = pen.measureText(text).width + 2 * LABEL.pad * unit;
  const left = Math.max(0, Math.min(x, pen.canvas.width - width));
  const top = Math.max(0, y - (LABEL.height + 4) * unit);
  pen.fillStyle = pen.strokeStyle;
  pen.beginPath();
  pen.roundRect(left, top, width, LABEL.height * unit, (LABEL.height / 2) * unit);
  pen.fill();
  pen.fillStyle = INK;
  pen.textBaseline = "middle";
  pen.fillText(text, left + LABEL.pad * unit, top + (LABEL.height / 2 + 0.5) * unit);
}

/**
 * Whether a face counts: the one that was picked, or else all that there are.
 *
 * @param {Face} face
 * @param {number | null} [chosen]
 */
const isCounting = (face, chosen) => (chosen ?? null) === null || face.track === chosen;

/**
 * An empty canvas with as many pixels as the screen has there.
 *
 * @param {HTMLCanvasElement} canvas
 */
function emptied(canvas) {
  const unit = devicePixelRatio;
  canvas.width = Math.round(canvas.clientWidth * unit);
  canvas.height = Math.round(canvas.clientHeight * unit);
  return { pen: penOf(canvas), unit, style: getComputedStyle(canvas) };
}

/**
 * Draw a reading's faces, those that count thicker; over a `still` of the picture if there is one.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Reading | null} reading
 * @param {boolean} mirrored
 * @param {HTMLImageElement | null} still
 */
export function drawReading(canvas, reading, mirrored, still = null) {
  const { pen, unit, style } = emptied(canvas);
  if (still) drawStill(pen, still);
  if (!reading) return;
  const fit = fitted(reading, canvas);
  for (const face of reading.faces) {
    const counts = isCounting(face, reading.chosen);
    drawFace(pen, face, place(face.box, reading, fit, mirrored), { unit, counts, style });
  }
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {HTMLImageElement} still
 */
function drawStill(pen, still) {
  const picture = { width: still.naturalWidth, height: still.naturalHeight };
  const { scale, left, top } = fitted(picture, pen.canvas);
  pen.drawImage(still, left, top, picture.width * scale, picture.height * scale);
}

/** @param {HTMLCanvasElement} canvas */
export function clearOverlay(canvas) {
  penOf(canvas).clearRect(0, 0, canvas.width, canvas.height);
}
