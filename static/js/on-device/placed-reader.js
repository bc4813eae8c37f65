// Reads the camera's frames on this device, or has the server read them: while the files load, where the device cannot,
// or by choice. The page says which, and how many pictures were sent. It stands in for a FrameReader.

import { Device, DeviceFailed } from "./device.js";
import { PlaceSign } from "./place-sign.js";

const PATIENCE_MS = 4_000; // for the files, before the server reads meanwhile
const PREPARING_MS = 8_000; // and for what is done with them, once all are there
const SOONEST_MS = 66; // at most about 15 frames a second, however fast the device is
const SLOWEST_MS = 333; // below three readings a second the server is quicker
const JUDGED = 8; // readings, of which the middle one decides

/** @typedef {import("../frame-reader.js").FrameReader} FrameReader */

/**
 * @typedef {object} Options those of a FrameReader, and
 * @property {HTMLVideoElement} video
 * @property {(reading: Reading, steady: boolean) => void} onReading
 * @property {(sentence: string) => void} onNote
 * @property {(sentence: string) => void} onNoChoice
 * @property {(more: { onSent: () => void }) => FrameReader} server makes one
 */

/**
 * @param {number} ms
 * @returns {Promise<void>}
 */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * What the video shows now, to be handed over; null where there is no frame yet.
 *
 * @param {HTMLVideoElement} video
 * @returns {Promise<ImageBitmap | VideoFrame | null>}
 */
async function frameOf(video) {
  try {
    return typeof VideoFrame === "function" ? new VideoFrame(video) : await createImageBitmap(video);
  } catch {
    return null;
  }
}

export class PlacedReader {
  #options;
  /** @type {Device | null} */
  #device = null;
  /** @type {FrameReader | null} */
  #server = null;
  #isStopped = false;
  #isPaused = false;
  /** @type {number[]} */
  #took = [];

  /** @param {Options} options */
  constructor(options) {
    this.#options = options;
    this.sign = new PlaceSign((wantsDevice) => this.#change(wantsDevice));
  }

  get paused() {
    return this.#isPaused;
  }

  set paused(isPaused) {
    this.#isPaused = isPaused;
    if (this.#server) this.#server.paused = isPaused;
  }

  /** Runs until stop(). */
  async run() {
    this.sign.begin();
    if (this.sign.wantsDevice) await this.#readHere();
    else this.#haveRead("");
  }

  stop() {
    this.#isStopped = true;
    this.sign.end();
    this.#leaveDevice();
    this.#leaveServer();
  }

  /** @param {number | null} track */
  async choose(track) {
    if (this.#server) return this.#server.choose(track);
    const isThere = await this.#device?.choose(track).catch(() => true);
    if (isThere === false) this.#options.onNoChoice(this.sign.words.gone ?? "");
  }

  /** @param {boolean} wantsDevice */
  #change(wantsDevice) {
    if (this.#isStopped) return;
    if (!wantsDevice) return this.#haveRead("");
    this.#leaveServer(); // nothing more is sent, also while the files load once more
    this.#readHere();
  }

  /** Load what is needed, and read here from then on; the server reads meanwhile if that takes long. */
  async #readHere() {
    const device = new Device(this.sign.worker, (loaded, all) => this.#device === device && this.sign.load(loaded, all));
    this.#leaveDevice();
    this.#device = device;
    const isCurrent = () => this.#device === device && !this.#isStopped;
    const serveMeanwhile = () => {
      if (isCurrent() && !this.#server) this.#serve();
    };
    const loseFirstPatience = () => {
      if (this.sign.isLoaded) meanwhile = setTimeout(serveMeanwhile, PREPARING_MS);
      else serveMeanwhile();
    };
    let meanwhile = setTimeout(loseFirstPatience, PATIENCE_MS);
    this.sign.load(0, 0);
    try {
      await device.start();
      clearTimeout(meanwhile);
      if (!isCurrent()) return;
      this.#leaveServer();
      this.sign.show("device");
      this.#options.onNote("");
      await this.#loop(device, isCurrent);
    } catch (error) {
      clearTimeout(meanwhile);
      if (!(error instanceof DeviceFailed)) throw error;
      if (isCurrent()) this.#haveRead(this.sign.reason(error.kind));
    }
  }

  /**
   * @param {Device} device
   * @param {() => boolean} isCurrent
   */
  async #loop(device, isCurrent) {
    const { video, onReading } = this.#options;
    this.#took = [];
    while (isCurrent()) {
      if (this.#isPaused || document.hidden || !video.videoWidth) {
        await pause(50);
        continue;
      }
      const started = performance.now();
      const frame = await frameOf(video);
      if (!frame) {
        await pause(50);
        continue;
      }
      const reading = await device.frame(frame, started / 1000);
      if (!isCurrent()) return;
      if (!this.#isPaused) onReading(reading, true);
      const took = performance.now() - started;
      if (this.#isTooSlow(took)) return this.#haveRead(this.sign.reason("Slow"));
      await pause(Math.max(8, SOONEST_MS - took));
    }
  }

  /** @param {number} took in milliseconds */
  #isTooSlow(took) {
    this.#took = [...this.#took, took].slice(-JUDGED);
    const middle = this.#took.toSorted((one, other) => one - other)[JUDGED / 2] ?? 0;
    return this.#took.length === JUDGED && middle > SLOWEST_MS && navigator.onLine;
  }

  /**
   * From now on the server reads.
   *
   * @param {string} why a sentence, empty if it was asked for
   */
  #haveRead(why) {
    this.#leaveDevice();
    if (!this.#server) this.#serve();
    this.sign.show("server", why);
  }

  #serve() {
    this.sign.show("server");
    this.#server = this.#options.server({ onSent: () => this.sign.count() });
    this.#server.paused = this.#isPaused;
    this.#server.run();
  }

  #leaveServer() {
    this.#server?.stop();
    this.#server = null;
  }

  #leaveDevice() {
    this.#device?.close();
    this.#device = null;
  }
}
