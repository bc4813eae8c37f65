// The camera of the computer that runs Moviefy: its plain picture in an <img>, its readings as server-sent events.

import { _ } from "./language.js";
import { at } from "./root.js";

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;
const REASON_MS = 4_000;

/**
 * @typedef {object} Handlers
 * @property {(reading: Reading) => void} onReading
 * @property {(status: { state: string, message: string }) => void} onStatus
 * @property {(sentence: string) => void} onNote about the connection; empty when all is well
 */

/**
 * Why the server refuses an address; null when it does not refuse.
 *
 * @param {string} address
 * @returns {Promise<ApiError | null>}
 */
async function refusal(address) {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), REASON_MS);
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" }, signal: stop.signal });
    return answer.ok ? null : (await answer.json()).error;
  } catch {
    return { code: "no_answer", message: _("The server does not answer.") };
  } finally {
    clearTimeout(late);
    stop.abort();
  }
}

/** @param {Document} page the camera page; its word opens the camera, which no other site's page can read */
const tokenOf = (page) => page.getElementById("live")?.dataset.cameraToken ?? "";

/** The word of the page as the server sends it now: a server that was started again has another one. */
async function newToken() {
  const answer = await fetch(at("/live"), { cache: "no-cache", signal: AbortSignal.timeout(REASON_MS) });
  return tokenOf(new DOMParser().parseFromString(await answer.text(), "text/html"));
}

export class ServerCamera {
  #token = tokenOf(document);
  /** @type {EventSource | null} */
  #events = null;
  #failures = 0;
  /** @type {Set<number>} */
  #timers = new Set();
  #running = false;

  /**
   * @param {HTMLImageElement} view
   * @param {Handlers} handlers
   */
  constructor(view, handlers) {
    this.view = view;
    this.handlers = handlers;
    view.addEventListener("load", () => this.#running && (view.hidden = false));
    view.addEventListener("error", () => this.#running && this.#pictureLost());
  }

  start() {
    this.#running = true;
    this.#showPicture();
    this.#listen();
  }

  #listen() {
    this.#events?.close();
    const address = at(`/events?films=0&token=${this.#token}`); // the page asks for films itself, when a mood is locked
    const events = new EventSource(address);
    this.#events = events;
    /** @type {(name: string, handle: (data: any) => void) => void} */
    const on = (name, handle) => events.addEventListener(name, ({ data }) => handle(JSON.parse(data)));
    on("reading", (reading) => this.#received(reading));
    on("status", (status) => this.handlers.onStatus(status));
    events.onerror = () => this.#lost(events, address);
  }

  stop() {
    this.#running = false;
    this.#events?.close();
    this.#timers.forEach((timer) => clearTimeout(timer));
    this.#timers.clear();
    this.view.hidden = true;
    this.view.removeAttribute("src");
  }

  /**
   * Let the face with a number count for all who watch; null: the largest. Gives why not, or nothing.
   *
   * @param {number | null} track
   * @returns {Promise<string>}
   */
  async choose(track) {
    try {
      const body = JSON.stringify({ choose: track });
      const answer = await fetch(at("/video_feed/face"), { method: "POST", body, signal: AbortSignal.timeout(REASON_MS) });
      return answer.ok ? "" : (await answer.json()).error.message;
    } catch {
      return _("The server does not answer.");
    }
  }

  #showPicture() {
    this.view.src = at(`/video_feed?plain=1&token=${this.#token}&start=${Date.now()}`);
  }

  /** A picture that is not there is not shown as a broken one. */
  #pictureLost() {
    this.view.hidden = true;
    this.#later(() => this.#showPicture());
  }

  /** @param {Reading} reading */
  #received(reading) {
    this.#failures = 0;
    this.handlers.onNote("");
    this.handlers.onReading(reading);
  }

  /**
   * @param {EventSource} events
   * @param {string} address
   */
  async #lost(events, address) {
    if (!this.#running || events !== this.#events) return;
    this.handlers.onNote(`${_("The connection to the server was lost.")} ${_("Trying again.")}`);
    if (events.readyState !== EventSource.CLOSED) return; // the browser reconnects by itself
    const reason = await refusal(address);
    if (reason?.code === "forbidden") this.#token = await newToken().catch(() => this.#token);
    if (!this.#running || events !== this.#events) return;
    if (reason) this.handlers.onStatus({ state: reason.code, message: reason.message });
    this.#later(() => this.#listen());
  }

  /** @param {() => void} action */
  #later(action) {
    this.#failures += 1;
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.#failures - 1));
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, wait);
    this.#timers.add(timer);
  }
}
