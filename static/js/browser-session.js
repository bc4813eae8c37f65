// The session with the browser's camera: where the picture and the readings come from, and what the controls do.

import { CameraRefused, closeCamera, listCameras, openCamera } from "./browser-camera.js";
import { byId } from "./elements.js";
import { FrameReader } from "./frame-reader.js";
import { _ } from "./language.js";
import { TwoInARow } from "./mood-panel.js";
import { clearOverlay, drawReading } from "./overlay.js";
import { toDraw } from "./sessions.js";

/** @typedef {import("./sessions.js").Page} Page */
/** @typedef {import("./sessions.js").Source} Source */
/** @typedef {Pick<FrameReader, "run" | "stop" | "choose" | "paused">} Reader */

/**
 * Reads on this device where the page offers it, with the server as the way out; otherwise the server reads.
 *
 * @param {ConstructorParameters<typeof FrameReader>[0]} options
 * @returns {Promise<Reader>}
 */
async function newReader(options) {
  /** @param {object} [more] */
  const server = (more) => new FrameReader({ ...options, ...more });
  const place = document.getElementById("place");
  if (!place?.dataset.script) return server();
  try {
    const { PlacedReader } = await import(place.dataset.script);
    return new PlacedReader({ ...options, server });
  } catch {
    return server({ onSent: tellServerReads(place) }); // an update took the script away, or the connection is gone
  }
}

/**
 * Say that the server reads instead, and how many pictures were sent: the script that says it otherwise is not here.
 *
 * @param {HTMLElement} place
 */
function tellServerReads(place) {
  const { server, failed, sent } = place.dataset;
  place.hidden = false;
  byId(document, "place-name").textContent = server ?? "";
  byId(document, "place-why").textContent = failed ?? "";
  let count = 0;
  const tell = () => (byId(document, "place-sent").textContent = (sent ?? "").replace("{count}", String(count)));
  tell();
  return () => {
    count += 1;
    tell();
  };
}

export class BrowserSession {
  /** @type {Source} */
  source = "browser";
  /** @type {MediaStream | null} */
  #stream = null;
  /** @type {Reader | null} */
  #reader = null;
  #stopped = false;
  /** @type {Reading | null} */
  #lastReading = null;
  #pairs = new TwoInARow();

  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    this.video = byId(document, "own-view", HTMLVideoElement);
    this.overlay = byId(document, "overlay", HTMLCanvasElement);
  }

  /** @param {string} [deviceId] */
  async start(deviceId) {
    try {
      await this.#openPicture(deviceId);
    } catch (error) {
      if (!(error instanceof CameraRefused)) throw error;
      if (!this.#stopped) this.page.giveUp(error.message);
    }
  }

  /** @param {string} [deviceId] */
  async #openPicture(deviceId) {
    const stream = await openCamera(deviceId);
    if (this.#stopped) return closeCamera(stream);
    this.#stream = stream;
    this.#watchForLoss(stream);
    this.video.srcObject = stream;
    this.#showControls();
    this.video.play().catch(() => {}); // a stop during the start ends play() early; nothing is wrong
    await this.#read();
  }

  /** @param {MediaStream} stream */
  #watchForLoss(stream) {
    stream.getVideoTracks()[0]?.addEventListener("ended", () => {
      if (stream === this.#stream) this.page.giveUp(_("The camera was unplugged or taken by another program."));
    });
  }

  async #read() {
    this.page.picker.begin({
      tell: (track) => this.#reader?.choose(track),
      arrived: () => this.page.flow.readAgain(),
      isShared: false,
    });
    this.page.flow.reset(_("Looking for a face"));
    const options = {
      video: this.video,
      /** @type {(reading: Reading, steady: boolean) => void} */
      onReading: (reading, steady) => this.#received(reading, steady),
      onNote: this.page.note,
      /** @param {string} sentence */
      onNoChoice: (sentence) => this.page.picker.refuse(sentence),
    };
    const reader = await newReader(options);
    if (this.#stopped) return;
    this.#reader = reader;
    reader.run();
  }

  /**
   * @param {Reading} reading
   * @param {boolean} steady
   */
  #received(reading, steady) {
    this.page.picker.show(reading, this.#mirrored);
    const isSteady = steady || this.#pairs.agree(reading.mood.label);
    this.#lastReading = isSteady ? this.page.flow.receive(reading) : reading;
    drawReading(this.overlay, toDraw(this.#lastReading, this.page.viewer), this.#mirrored);
  }

  get #mirrored() {
    return byId(document, "mirror", HTMLInputElement).checked;
  }

  async #showControls() {
    this.video.hidden = false;
    this.page.element("mirror-item").hidden = false;
    this.mirror(this.#mirrored);
    const cameras = await listCameras();
    this.page.element("camera-item").hidden = cameras.length < 2;
    this.page.element("camera-choice").replaceChildren(...cameras.map((camera, index) => this.#option(camera, index)));
  }

  /**
   * @param {MediaDeviceInfo} camera
   * @param {number} index
   */
  #option({ deviceId, label }, index) {
    const current = this.#stream?.getVideoTracks()[0]?.getSettings().deviceId;
    return new Option(label || _("Camera {number}", { number: index + 1 }), deviceId, false, deviceId === current);
  }

  /** @param {boolean} mirrored */
  mirror(mirrored) {
    this.video.classList.toggle("is-mirrored", mirrored);
    if (!this.#lastReading) return;
    drawReading(this.overlay, toDraw(this.#lastReading, this.page.viewer), mirrored);
    if (!this.video.paused) this.page.picker.show(this.#lastReading, mirrored);
  }

  /** @param {string} deviceId */
  async pickCamera(deviceId) {
    this.#release();
    await this.start(deviceId);
  }

  togglePause() {
    const paused = !this.video.paused;
    if (this.#reader) this.#reader.paused = paused;
    if (paused) this.page.picker.clear();
    if (paused) this.video.pause();
    else this.video.play().catch(() => {});
    return paused;
  }

  #release() {
    this.#reader?.stop();
    closeCamera(this.#stream);
    this.#stream = null;
    this.video.srcObject = null;
    this.#lastReading = null;
    this.page.picker.clear();
    clearOverlay(this.overlay);
  }

  stop() {
    this.#stopped = true;
    this.#release();
    this.video.hidden = true;
    this.page.element("mirror-item").hidden = true;
    this.page.element("camera-item").hidden = true;
    document.getElementById("place")?.setAttribute("hidden", "");
  }
}
