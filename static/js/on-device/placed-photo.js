// Reads a photo on this device. The result has the same address as one that the server read; the photo stays in this tab.

import { Device, DeviceFailed } from "./device.js";
import { PlaceSign } from "./place-sign.js";

const WHOLE = 10_000;
const MOST_FACES = 40;
const SEEDS = 2 ** 32;

/**
 * A face as the address of a result says it: its box and its scores out of 10,000.
 *
 * @param {Face} face
 */
const token = ({ box, expressions }) =>
  [...box.map((side) => Math.max(0, side)), ...Object.values(expressions).map((score) => Math.round(score * WHOLE))].join("-");

/**
 * @param {Reading} reading
 * @param {string} goal
 */
function addressOf({ width, height, faces }, goal) {
  const tokens = faces.slice(0, MOST_FACES).map(token).join(".") || "none";
  const seed = String(Math.floor(Math.random() * SEEDS));
  const query = new URLSearchParams({ faces: tokens, size: `${width}x${height}`, goal, seed });
  const root = document.documentElement.dataset.root ?? "";
  return { address: `${root}/upload?${query}`, seed };
}

export class PlacedPhoto {
  /** @type {Device | null} */
  #device = null;
  #sign = new PlaceSign(() => {});

  /**
   * Read a photo here. Gives the address of its result, the seed that names it, and the photo as an address; or a
   * sentence that says why this device cannot.
   *
   * @param {File} file
   * @param {string} goal
   * @returns {Promise<{ address: string, seed: string, photo: string } | { problem: string }>}
   */
  async read(file, goal) {
    try {
      const { reading, photo } = await (await this.#started()).photo(file);
      return { ...addressOf(reading, goal), photo };
    } catch (error) {
      if (!(error instanceof DeviceFailed)) throw error;
      const isUnreadable = error.kind === "InvalidStateError" || error.kind === "EncodingError";
      if (!isUnreadable) this.#leave();
      return { problem: (isUnreadable ? this.#sign.words.unreadable : this.#sign.reason(error.kind)) ?? "" };
    }
  }

  async #started() {
    this.#sign.root.hidden = false;
    if (this.#device) return this.#device;
    this.#device = new Device(this.#sign.worker, (loaded, all) => this.#sign.load(loaded, all));
    this.#sign.load(0, 0);
    await this.#device.start();
    this.#sign.show("device");
    return this.#device;
  }

  #leave() {
    this.#device?.close();
    this.#device = null;
  }
}
