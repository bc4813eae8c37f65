// A photo as the worker takes it: decoded by the browser, upright, at a size that fits into memory; and the small copy
// that the result page shows.

import { turnedUpright } from "./parts.js";

/** @typedef {import("./pixels.js").Picture} Picture */

const MOST_PIXELS = 6_000_000; // a working picture has 1.6 million at most, but for panoramas
const SHOWN_SIDE = 1280;
const JPEG_QUALITY = 0.9;

let kept = new OffscreenCanvas(1, 1); // for all frames of a camera: a new one for each is memory that comes back late

/**
 * @param {CanvasImageSource} source
 * @param {OffscreenCanvas} canvas that it fills
 */
function drawn(source, canvas) {
  const { width, height } = canvas;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) throw new Error("This browser gives workers no canvas.");
  pen.fillStyle = "white";
  pen.fillRect(0, 0, width, height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(source, 0, 0, width, height);
  return pen;
}

/**
 * The pixels of a picture, no wider than so many.
 *
 * @param {ImageBitmap | VideoFrame} source
 * @param {number} widest
 * @returns {Picture}
 */
export function drawnPixels(source, widest) {
  const size = "displayWidth" in source ? { width: source.displayWidth, height: source.displayHeight } : source;
  const scale = Math.min(1, widest / size.width);
  const [width, height] = [Math.max(1, Math.round(size.width * scale)), Math.max(1, Math.round(size.height * scale))];
  if (kept.width !== width || kept.height !== height) kept = new OffscreenCanvas(width, height);
  const pen = drawn(source, kept);
  return { width, height, data: pen.getImageData(0, 0, width, height).data };
}

/**
 * @param {Blob} file
 * @returns {Promise<{ photo: Picture, size: Size }>} the photo to be read, and its own size
 */
export async function decoded(file) {
  const bitmap = await createImageBitmap(file, { colorSpaceConversion: "none" });
  const size = { width: bitmap.width, height: bitmap.height };
  const scale = Math.min(1, Math.sqrt(MOST_PIXELS / (size.width * size.height)));
  const photo = drawnPixels(bitmap, Math.round(size.width * scale));
  bitmap.close();
  return { photo, size };
}

/**
 * A JPEG of at most 1280 pixels as an address, upright.
 *
 * @param {Picture} photo
 * @param {number} turned degrees clockwise
 * @returns {Promise<{ address: string, width: number, height: number }>}
 */
export async function shownPhoto(photo, turned) {
  const upright = turnedUpright(photo, turned / 90);
  const scale = Math.min(1, SHOWN_SIDE / Math.max(upright.width, upright.height));
  const [width, height] = [Math.max(1, Math.round(upright.width * scale)), Math.max(1, Math.round(upright.height * scale))];
  const pixels = new ImageData(new Uint8ClampedArray(upright.data), upright.width, upright.height);
  const bitmap = await createImageBitmap(pixels);
  const canvas = new OffscreenCanvas(width, height);
  drawn(bitmap, canvas);
  bitmap.close();
  const jpeg = await canvas.convertToBlob({ type: "image/jpeg", quality: JPEG_QUALITY });
  return { address: new FileReaderSync().readAsDataURL(jpeg), width, height };
}
