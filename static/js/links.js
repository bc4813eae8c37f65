// Two ways to have a frame read: over a WebSocket, or one POST a second where WebSockets are cut off.
// Both offer exchange(jpeg) -> reading and say how long to rest before the next frame.

import { _ } from "./language.js";
import { at } from "./root.js";

const OPEN_MS = 6_000;
const ANSWER_MS = 10_000;
const SOONEST_MS = 60; // at most about 16 frames a second, however fast the answers are
const POST_EVERY_MS = 1_000;
const CROWDED_MS = 5_000;
const GONE = _("The connection to the server was lost.");

/** The server answered, but with an error; the message is its sentence. */
export class ReadingRefused extends Error {
  /**
   * @param {ApiError} error
   * @param {number} [restMs] how long to rest before the next frame
   */
  constructor({ message, code }, restMs = POST_EVERY_MS) {
    super(message);
    this.code = code;
    this.restMs = restMs;
  }
}

/** The link is gone. */
export class LinkLost extends Error {}

/**
 * Why a WebSocket did not open, which browsers keep from scripts; the server says it to a plain request.
 *
 * @param {string} path
 * @returns {Promise<string>}
 */
async function whyRefused(path) {
  try {
    const answer = await fetch(path, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(OPEN_MS) });
    return answer.status === 503 ? (await answer.json()).error.message : GONE;
  } catch {
    return GONE;
  }
}

/** @param {string} path */
function socketAddress(path) {
  const address = new URL(path, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  return address;
}

export class SocketLink {
  /** @type {string} */
  #path;
  #opened = false;
  /** @type {WebSocket} */
  #socket;
  /** @type {{ resolve: (answer: string) => void, reject: (error: Error) => void } | null} of the one frame in flight */
  #waiting = null;

  /** @param {string} path */
  constructor(path) {
    this.#path = path;
    this.#socket = new WebSocket(socketAddress(path));
  }

  /**
   * @param {string} path
   * @returns {Promise<SocketLink>}
   * @throws {LinkLost} when the socket does not open.
   */
  static open(path) {
    return new SocketLink(path).#open();
  }

  /** @returns {Promise<SocketLink>} */
  #open() {
    this.#socket.binaryType = "arraybuffer";
    this.#socket.onmessage = ({ data }) => this.#taken()?.resolve(data);
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => this.close(), OPEN_MS);
      this.#socket.onopen = () => {
        this.#opened = true;
        resolve(this);
      };
      this.#socket.onclose = async ({ reason }) => {
        clearTimeout(late);
        const lost = new LinkLost(reason || (this.#opened ? GONE : await whyRefused(this.#path)));
        reject(lost);
        this.#taken()?.reject(lost);
      };
      this.#socket.addEventListener("open", () => clearTimeout(late));
    });
  }

  /** Who waits for an answer, once. */
  #taken() {
    const waiting = this.#waiting;
    this.#waiting = null;
    return waiting;
  }

  /**
   * Send one message and wait for its answer: there is never a second one in flight.
   *
   * @param {string | Blob} message
   * @returns {Promise<Reading>}
   */
  async exchange(message) {
    if (this.closed) throw new LinkLost(GONE);
    const late = setTimeout(() => this.close(), ANSWER_MS);
    /** @type {Promise<string>} */
    const answer = new Promise((resolve, reject) => (this.#waiting = { resolve, reject }));
    this.#socket.send(message);
    try {
      const body = JSON.parse(await answer);
      if (body.error) throw new ReadingRefused(body.error);
      return body;
    } finally {
      clearTimeout(late);
    }
  }

  /**
   * Let the face with a number count; null: the largest.
   *
   * @param {number | null} track
   * @throws {ReadingRefused} that face has gone.
   */
  async choose(track) {
    await this.exchange(JSON.stringify({ choose: track }));
  }

  get closed() {
    return this.#socket.readyState !== WebSocket.OPEN;
  }

  /**
   * Slow links rest as long as an answer took, so that they are busy half the time.
   *
   * @param {number} tookMs
   */
  rest(tookMs) {
    return tookMs > 300 ? tookMs : Math.max(0, SOONEST_MS - tookMs);
  }

  close() {
    this.#socket.close();
  }
}

export class PostLink {
  closed = false;
  #abort = new AbortController();

  /**
   * @param {Blob} jpeg
   * @returns {Promise<Reading>}
   */
  async exchange(jpeg) {
    const answer = await this.#post(jpeg);
    const body = await answer.json();
    if (answer.ok) return body;
    const seconds = Number(answer.headers.get("Retry-After"));
    const crowded = answer.status === 429 || answer.status === 503;
    throw new ReadingRefused(body.error, crowded ? seconds * 1000 || CROWDED_MS : POST_EVERY_MS);
  }

  /** @param {Blob} jpeg */
  async #post(jpeg) {
    try {
      return await fetch(at("/api/v1/analyze?limit=0&frame=true"), {
        method: "POST",
        body: jpeg,
        headers: { "Content-Type": "image/jpeg", Accept: "application/json" },
        signal: AbortSignal.any([this.#abort.signal, AbortSignal.timeout(ANSWER_MS)]),
      });
    } catch {
      throw new LinkLost(_("The server does not answer."));
    }
  }

  /**
   * Pictures read one by one have no face that stays.
   *
   * @param {number | null} _track
   * @returns {Promise<void>}
   * @throws {ReadingRefused} always
   */
  async choose(_track) {
    throw new ReadingRefused({ message: _("While one picture a second is read, all faces count."), code: "bad_parameter" });
  }

  /** @param {number} tookMs */
  rest(tookMs) {
    return Math.max(0, POST_EVERY_MS - tookMs);
  }

  close() {
    this.#abort.abort();
  }
}
