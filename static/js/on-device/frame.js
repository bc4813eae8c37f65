// The pixels of a camera's frame in the worker. A VideoFrame is copied, not drawn: what is drawn of a video, also as an
// ImageBitmap, the browser keeps for a while as a decoded picture, 1.2 MB for each frame.

import { drawnPixels } from "./photo.js";
import { reduced } from "./pixels.js";

/** @typedef {import("./pixels.js").Picture} Picture */

let kept = new Uint8ClampedArray(0); // for all frames: they are read one after the other

/**
 * A frame's pixels, no wider than so many; the frame is closed.
 *
 * @param {ImageBitmap | VideoFrame} frame
 * @param {number} widest
 * @returns {Promise<Picture>}
 */
export async function framePixels(frame, widest) {
  try {
    const picture = "copyTo" in frame ? await copied(frame) : null;
    if (!picture) return drawnPixels(frame, widest);
    const scale = Math.min(1, widest / picture.width);
    return scale === 1 ? picture : reduced(picture, widest, Math.round(picture.height * scale));
  } finally {
    frame.close();
  }
}

/**
 * The frame as it is shown; null where the browser cannot copy colours, or the frame is shown turned or stretched.
 *
 * @param {VideoFrame} frame
 * @returns {Promise<Picture | null>}
 */
async function copied(frame) {
  const { displayWidth: width, displayHeight: height, visibleRect } = frame;
  const { rotation = 0, flip = false } = /** @type {{ rotation?: number, flip?: boolean }} */ (frame);
  if (rotation || flip || visibleRect?.width !== width || visibleRect.height !== height) return null;
  const how = /** @type {VideoFrameCopyToOptions} */ ({ format: "RGBA" });
  const bytes = 4 * width * height;
  try {
    if (frame.allocationSize(how) !== bytes) return null; // it knows of no format, and would copy its own
    if (kept.length !== bytes) kept = new Uint8ClampedArray(bytes);
    await frame.copyTo(kept, how);
    return { width, height, data: kept };
  } catch {
    return null;
  }
}
