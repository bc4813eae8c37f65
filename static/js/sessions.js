// One session per camera: where the picture and the readings come from, and what the controls do.

import { CameraRefused, closeCamera, listCameras, openCamera } from "./browser-camera.js";
import { FrameReader } from "./frame-reader.js";
import { TwoInARow } from "./mood-panel.js";
import { clearOverlay, drawReading } from "./overlay.js";
import { ServerCamera } from "./server-camera.js";

/** States of the server's camera in which there is no picture, and the codes with which a request for it may be refused. */
const MISSING = new Set(["camera_unavailable", "no_server_camera", "too_many_viewers", "not_ready", "internal", "no_answer"]);

const STALE_MS = 1_500;

/** A reading whose faces show what this viewer's answers make of them; the steady mood stands on the face it is of. */
function toDraw(reading, viewer) {
  const isSteadyOf = (face, index) => ((reading.chosen ?? null) === null ? index === 0 : face.track === reading.chosen);
  const moodOf = (face, index) => (isSteadyOf(face, index) ? reading.mood : viewer.judgeFrame(face.mood));
  return { ...reading, faces: reading.faces.map((face, index) => ({ ...face, mood: moodOf(face, index) })) };
}

export class BrowserSession {
  source = "browser";
  #stream = null;
  #reader = null;
  #stopped = false;
  #lastReading = null;
  #pairs = new TwoInARow();

  constructor(page) {
    this.page = page;
    this.video = page.element("own-view");
    this.overlay = page.element("overlay");
  }

  async start(deviceId) {
    try {
      await this.#openPicture(deviceId);
    } catch (error) {
      if (!(error instanceof CameraRefused)) throw error;
      if (!this.#stopped) this.page.giveUp(error.message);
    }
  }

  async #openPicture(deviceId) {
    const stream = await openCamera(deviceId);
    if (this.#stopped) return closeCamera(stream);
    this.#stream = stream;
    this.#watchForLoss(stream);
    this.video.srcObject = stream;
    this.#showControls();
    this.video.play().catch(() => {}); // a stop during the start ends play() early; nothing is wrong
    this.#read();
  }

  #watchForLoss(stream) {
    stream.getVideoTracks()[0].addEventListener("ended", () => {
      if (stream === this.#stream) this.page.giveUp("The camera was unplugged or taken by another program.");
    });
  }

  #read() {
    this.page.picker.begin((track) => {
      this.#reader?.choose(track);
      this.page.flow.readAgain();
    }, false);
    this.page.flow.reset("Looking for a face");
    this.#reader = new FrameReader({
      video: this.video,
      onReading: (reading, steady) => this.#received(reading, steady),
      onNote: this.page.note,
      onNoChoice: (sentence) => this.page.picker.refuse(sentence),
    });
    this.#reader.run();
  }

  #received(reading, steady) {
    const isSteady = steady || this.#pairs.agree(reading.mood.label);
    this.#lastReading = isSteady ? this.page.flow.receive(reading) : reading;
    drawReading(this.overlay, toDraw(this.#lastReading, this.page.viewer), this.#mirrored);
    this.page.picker.show(reading, this.#mirrored);
  }

  get #mirrored() {
    return this.page.element("mirror").checked;
  }

  async #showControls() {
    this.video.hidden = false;
    this.page.element("mirror-item").hidden = false;
    this.mirror(this.#mirrored);
    const cameras = await listCameras();
    this.page.element("camera-item").hidden = cameras.length < 2;
    this.page.element("camera-choice").replaceChildren(...cameras.map((camera, index) => this.#option(camera, index)));
  }

  #option({ deviceId, label }, index) {
    const current = this.#stream?.getVideoTracks()[0].getSettings().deviceId;
    return new Option(label || `Camera ${index + 1}`, deviceId, false, deviceId === current);
  }

  mirror(mirrored) {
    this.video.classList.toggle("is-mirrored", mirrored);
    if (!this.#lastReading) return;
    drawReading(this.overlay, toDraw(this.#lastReading, this.page.viewer), mirrored);
    if (!this.video.paused) this.page.picker.show(this.#lastReading, mirrored);
  }

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
  }
}

export class ServerSession {
  source = "server";
  #paused = false;
  #lastReading = null;
  #stale = null;

  constructor(page) {
    this.page = page;
    this.view = page.element("server-view");
    this.overlay = page.element("overlay");
    this.camera = new ServerCamera(this.view, {
      onReading: (reading) => this.#received(reading),
      onStatus: (status) => this.#status(status),
      onNote: page.note,
    });
  }

  async start() {
    this.page.element("mirror-item").hidden = true;
    this.page.element("camera-item").hidden = true;
    this.page.picker.begin((track) => this.#choose(track), true);
    this.camera.start();
  }

  async #choose(track) {
    const refusal = await this.camera.choose(track);
    this.page.picker.refuse(refusal);
    if (!refusal) this.page.flow.readAgain();
  }

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

  #status({ state, message }) {
    if (state === "running") this.page.noTrouble();
    if (state === "analysis_failed") this.page.note(message); // pictures still come
    if (!MISSING.has(state)) return;
    this.#forgetReading();
    this.page.picker.clear();
    this.page.flow.reset("No camera");
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
