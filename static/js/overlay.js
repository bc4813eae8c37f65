// Boxes around the faces, drawn over the picture; mirrored with it, while the words stay readable.

import { penOf } from "./elements.js";

/** @type {Record<string, string>} */
const COLOURS = { happy: "#f6c14b", sad: "#8fc0f4", angry: "#ff8a76" };
const NO_MOOD = "#f2f5f5";
const INK = "#0b0f11";

/**
 * @param {Box} box
 * @param {number} width
 * @param {boolean} mirrored
 */
function boxOnScreen([x1, y1, x2, y2], width, mirrored) {
  return mirrored ? [width - x2, y1, x2 - x1, y2 - y1] : [x1, y1, x2 - x1, y2 - y1];
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Face} face
 * @param {{ width: number, mirrored: boolean, counts: boolean }} how
 */
function drawFace(pen, face, { width, mirrored, counts }) {
  const unit = width / 640;
  const [x, y, w, h] = boxOnScreen(face.box, width, mirrored);
  pen.strokeStyle = COLOURS[face.mood.label ?? ""] ?? NO_MOOD;
  pen.lineWidth = (counts ? 4 : 2) * unit;
  pen.strokeRect(x, y, w, h);
  if (face.mood.label) drawLabel(pen, face.mood.label, x, y, unit);
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {string} word
 * @param {number} x
 * @param {number} y
 * @param {number} unit
 */
function drawLabel(pen, word, x, y, unit) {
  pen.font = `600 ${17 * unit}px system-ui, sans-serif`;
  const width = pen.measureText(word).width + 16 * unit;
  const top = Math.max(0, y - 27 * unit);
  pen.fillStyle = pen.strokeStyle;
  pen.fillRect(x - pen.lineWidth / 2, top, width, 27 * unit);
  pen.fillStyle = INK;
  pen.fillText(word, x + 8 * unit - pen.lineWidth / 2, top + 19 * unit);
}

/**
 * Whether a face is the one that counts: the one that was picked, or else the first.
 *
 * @param {Face} face
 * @param {number} index
 * @param {number | null | undefined} chosen
 */
const isCounting = (face, index, chosen) => ((chosen ?? null) === null ? index === 0 : face.track === chosen);

/**
 * Draw a reading's faces, the one that counts thicker; the canvas takes the size of the frame that was read.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Reading} reading
 * @param {boolean} mirrored
 */
export function drawReading(canvas, reading, mirrored) {
  canvas.width = reading.width;
  canvas.height = reading.height;
  const pen = penOf(canvas);
  reading.faces.forEach((face, index) =>
    drawFace(pen, face, { width: reading.width, mirrored, counts: isCounting(face, index, reading.chosen) }),
  );
}

/** @param {HTMLCanvasElement} canvas */
export function clearOverlay(canvas) {
  penOf(canvas).clearRect(0, 0, canvas.width, canvas.height);
}
