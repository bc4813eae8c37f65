// Sends the camera's frames to be read, one at a time, at the pace of the link, and hands the readings on.

import { penOf } from "./elements.js";
import { _ } from "./language.js";
import { LinkLost, PostLink, ReadingRefused, SocketLink } from "./links.js";
import { at } from "./root.js";

const WIDEST = 640;
const NARROW = 320;
const SLOW_MS = 700;
const SOCKET_TRIES = 3;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const JPEG_QUALITY = 0.8;

/**
 * @param {number} ms
 * @returns {Promise<void>}
 */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @param {number} losses */
const backOff = (losses) => Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (losses - 1));

/**
 * The frame that the video shows now as JPEG; null before the first one.
 *
 * @param {HTMLVideoElement} video
 * @param {HTMLCanvasElement} canvas
 * @param {number} widest at most so many pixels wide
 * @returns {Promise<Blob | null>}
 */
async function grab(video, canvas, widest) {
  const { videoWidth, videoHeight } = video;
  if (!videoWidth) return null;
  const scale = Math.min(1, widest / videoWidth);
  canvas.width = Math.round(videoWidth * scale);
  canvas.height = Math.round(videoHeight * scale);
  penOf(canvas).drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", JPEG_QUALITY));
}

export class FrameReader {
  #canvas = document.createElement("canvas");
  /** @type {SocketLink | PostLink | null} */
  #link = null;
  #stopped = false;
  #losses = 0; // links lost since the last answer
  #socketFailures = 0;
  #reason = "";
  #width = WIDEST;
  /** @type {{ track: number | null } | null} a face that was picked and not told yet */
  #wish = null;
  paused = false;

  /**
   * @param {object} options
   * @param {HTMLVideoElement} options.video playing the camera
   * @param {(reading: Reading, steady: boolean) => void} options.onReading steady: the server smoothed the mood
   * @param {(sentence: string) => void} options.onNote about the link; empty when all is well
   * @param {(sentence: string) => void} options.onNoChoice why a face that was picked does not count
   * @param {() => void} [options.onSent] called for every picture that is sent
   */
  constructor({ video, onReading, onNote, onNoChoice, onSent }) {
    this.video = video;
    this.onReading = onReading;
    this.onNote = onNote;
    this.onNoChoice = onNoChoice;
    this.onSent = onSent;
  }

  /**
   * Let the face with a number count from the next frame on; null: the largest again.
   *
   * @param {number | null} track
   */
  choose(track) {
    this.#wish = { track };
  }

  /** Runs until stop(); never throws for a link that fails, but says so and tries again. */
  async run() {
    while (!this.#stopped) {
      try {
        await this.#step();
      } catch (error) {
        await this.#recover(error);
      }
    }
    this.#link?.close();
  }

  /** No frame is sent any more; the link closes once the answer to the last one is there. */
  stop() {
    this.#stopped = true;
  }

  async #step() {
    if (this.paused || document.hidden) return await pause(150);
    if (this.#link?.closed) this.#link = null; // servers end connections that rested for long
    const link = (this.#link ??= await this.#connect());
    await this.#tellWish(link);
    const jpeg = await grab(this.video, this.#canvas, this.#width);
    if (this.#stopped) return;
    if (!jpeg) return await pause(50);
    const started = performance.now();
    this.onSent?.();
    const reading = await link.exchange(jpeg);
    if (this.#stopped) return;
    this.#arrived(reading, link instanceof SocketLink);
    await this.#keepPace(link, performance.now() - started);
  }

  /** @param {SocketLink | PostLink} link */
  async #tellWish(link) {
    const wish = this.#wish;
    this.#wish = null;
    try {
      if (wish) await link.choose(wish.track);
    } catch (error) {
      if (!(error instanceof ReadingRefused)) throw error;
      this.onNoChoice(error.message);
    }
  }

  /**
   * @param {Reading} reading
   * @param {boolean} steady
   */
  #arrived(reading, steady) {
    this.#losses = 0;
    if (steady) {
      this.#socketFailures = 0;
      this.onNote("");
    }
    if (!this.paused) this.onReading(reading, steady);
  }

  /**
   * @param {SocketLink | PostLink} link
   * @param {number} tookMs
   */
  async #keepPace(link, tookMs) {
    this.#width = tookMs > SLOW_MS ? NARROW : this.#width;
    await pause(link.rest(tookMs));
  }

  async #connect() {
    if (this.#socketFailures < SOCKET_TRIES) return await SocketLink.open(at("/ws/frames"));
    this.onNote(_("One picture a second is read, because the faster connection failed: {reason}", { reason: this.#reason }));
    return new PostLink();
  }

  /** @param {unknown} error */
  async #recover(error) {
    if (this.#stopped) return;
    if (error instanceof ReadingRefused) {
      this.onNote(error.message);
      return await pause(error.restMs);
    }
    if (!(error instanceof LinkLost)) throw error;
    await this.#reconnectLater(error);
  }

  /** @param {LinkLost} error */
  async #reconnectLater(error) {
    const posting = this.#link instanceof PostLink;
    this.#link?.close();
    this.#link = null;
    this.#reason = error.message;
    this.#losses += 1;
    this.#socketFailures = posting ? 0 : this.#socketFailures + 1;
    this.onNote(`${error.message} ${_("Trying again.")}`);
    if (this.#socketFailures !== SOCKET_TRIES) await pause(backOff(this.#losses));
  }
}
