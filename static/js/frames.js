// Leaves the browser time between parts of a long change, so that the page answers meanwhile.

import { all } from "./elements.js";

const PICTURES_MS = 150;

/**
 * @param {number} ms
 * @returns {Promise<void>}
 */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves once the next frame is drawn; at once in a tab in the background, which draws none. */
export async function drawn() {
  if (!document.hidden) await new Promise((resolve) => requestAnimationFrame(resolve));
  await pause(0); // the callbacks of a frame come before it is drawn
}

/**
 * Resolves once the pictures in a part of the page are there, or have had their time.
 *
 * @param {ParentNode} root
 */
export async function pictured(root) {
  const missing = all(root, "img").filter((image) => !(image instanceof HTMLImageElement && image.complete));
  const ends = ["load", "error"];
  const arrivals = missing.map((image) => new Promise((resolve) => ends.forEach((end) => image.addEventListener(end, resolve, { once: true }))));
  await Promise.race([Promise.all(arrivals), pause(PICTURES_MS)]);
}
