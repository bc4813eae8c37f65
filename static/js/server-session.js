// The session with the camera of the computer that runs Moviefy: what its pictures and readings change on the page.

import { byId } from "./elements.js";
import { _ } from "./language.js";
import { clearOverlay, drawReading } from "./overlay.js";
import { ServerCamera } from "./server-camera.js";
import { toDraw } from "./sessions.js";

/** @typedef {import("./sessions.js").Page} Page */
/** @typedef {import("./sessions.js").Source} Source */

/** States of the server's camera in which there is no picture, and the codes with which a request for it may be refused. */
const MISSING = new Set(["camera_unavailable", "no_server_camera", "too_many_viewers", "not_ready", "internal", "no_answer", "forbidden"]);

const STALE_MS = 1_500;

export class ServerSession {
  /** @type {Source} */
  source = "server";
  #paused = false;
  /** @type {Reading | null} */
  #lastReading = null;
  /** @type {number | undefined} */
  #stale;

  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    this.view = byId(document, "server-view", HTMLImageElement);
    this.overlay = byId(document, "overlay", HTMLCanvasElement);
    this.camera = new ServerCamera(this.view, {
      onReading: (reading) => this.#received(reading),
      onStatus: (status) => this.#status(status),
      onNote: page.note,
    });
  }

  async start() {
    this.page.element("mirror-item").hidden = true;
    this.page.element("camera-item").hidden = true;
    this.page.picker.begin({
      tell: async (track) => this.page.picker.refuse(await this.camera.choose(track)),
      arrived: () => this.page.flow.readAgain(),
      isShared: true,
    });
    this.camera.start();
  }

  /** @param {Reading} reading */
  #received(reading) {
    this.page.noTrouble();
    this.page.picker.show(reading, false);
    this.#lastReading = this.page.flow.receive(reading);
    drawReading(this.overlay, toDraw(this.#lastReading, this.page.viewer), false);
    clearTimeout(this.#stale);
    this.#stale = setTimeout(() => this.#forgetReading(), STALE_MS);
  }

  /** Boxes of an older reading are not shown: the face may be elsewhere by now. */
  #forgetReading() {
    clearTimeout(this.#stale);
    this.#lastReading = null;
    if (!this.#paused) clearOverlay(this.overlay);
  }

  /** @param {{ state: string, message: string }} status */
  #status({ state, message }) {
    if (state === "running") this.page.noTrouble();
    if (state === "analysis_failed") this.page.note(message); // pictures still come
    if (!MISSING.has(state)) return;
    this.#forgetReading();
    this.page.picker.clear();
    this.page.flow.reset(_("No camera"));
    this.page.trouble(message);
  }

  /** The stream cannot hold still, so its last picture is copied before it is closed. */
  togglePause() {
    this.#paused = !this.#paused;
    if (this.#paused) this.#freeze();
    else this.#resume();
    return this.#paused;
  }

  #freeze() {
    const seen = this.#lastReading && toDraw(this.#lastReading, this.page.viewer);
    if (this.view.naturalWidth) drawReading(this.overlay, seen, false, this.view);
    this.camera.stop();
    this.page.picker.clear();
  }

  #resume() {
    clearOverlay(this.overlay);
    this.camera.start();
  }

  stop() {
    this.camera.stop();
    this.#forgetReading();
    this.page.picker.clear();
    clearOverlay(this.overlay);
  }
}
