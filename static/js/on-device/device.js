// The page's side of the worker that reads: questions with answers, and patience that ends.

const SLOWEST_START_MS = 30_000; // without any byte
const ANSWER_MS = 6_000;

/** The worker failed; `kind` is the name of what it threw, or "Silent" where it says nothing more. */
export class DeviceFailed extends Error {
  /**
   * @param {string} kind
   * @param {string} message
   */
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

export class Device {
  /** @type {Worker | null} */
  #worker = null;
  #asked = 0;
  /** @type {Map<number, { resolve: (result: any) => void, reject: (error: Error) => void, timer: number, ms: number }>} */
  #waiting = new Map();

  /**
   * @param {string} address of the worker's script
   * @param {(loaded: number, all: number) => void} onProgress bytes of bytes
   */
  constructor(address, onProgress) {
    this.address = address;
    this.onProgress = onProgress;
  }

  /** Loads what reading needs; resolves when frames can be read. */
  async start() {
    try {
      this.#open();
    } catch (error) {
      throw new DeviceFailed("Script", String(error));
    }
    const list = new URL("list.json", new URL(this.address, location.href)).pathname; // beside the worker's script
    await this.#ask({ call: "start", list }, SLOWEST_START_MS);
  }

  #open() {
    this.#worker = new Worker(this.address, { type: "module" });
    this.#worker.addEventListener("message", ({ data }) => this.#received(data));
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#fail(new DeviceFailed("Script", event.message ?? ""));
    });
  }

  /**
   * @param {ImageBitmap | VideoFrame} frame is handed over to the worker
   * @param {number} timeS
   * @returns {Promise<Reading>}
   */
  frame(frame, timeS) {
    return this.#ask({ call: "frame", frame, timeS }, ANSWER_MS, [frame]);
  }

  /**
   * @param {Blob} file
   * @returns {Promise<{ reading: Reading, full: Reading, photo: string }>} the photo as an address, and the reading in its pixels
   */
  photo(file) {
    return this.#ask({ call: "photo", file }, 10 * ANSWER_MS);
  }

  /**
   * Whether the face is there and counts now.
   *
   * @param {number | null} track
   * @returns {Promise<boolean>}
   */
  choose(track) {
    return this.#ask({ call: "choose", track });
  }

  /**
   * For tests and benches: a network's raw output.
   *
   * @param {"detector" | "network"} name
   * @param {Float32Array} input
   * @param {number[]} shape
   * @returns {Promise<Record<string, Float32Array>>}
   */
  run(name, input, shape) {
    return this.#ask({ call: "run", name, input, shape }, 10 * ANSWER_MS);
  }

  close() {
    this.#worker?.terminate();
    this.#fail(new DeviceFailed("Closed", ""));
  }

  /**
   * @param {object} message
   * @param {number} [ms] until the worker counts as silent
   * @param {Transferable[]} [handed]
   * @returns {Promise<any>}
   */
  #ask(message, ms = ANSWER_MS, handed = []) {
    const id = ++this.#asked;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, timer: this.#alarm(id, ms), ms });
      this.#worker?.postMessage({ ...message, id }, handed);
    });
  }

  /**
   * @param {number} id
   * @param {number} ms
   */
  #alarm(id, ms) {
    const since = performance.now();
    return setTimeout(() => {
      const waiting = this.#waiting.get(id);
      if (!waiting) return;
      // A tab that was frozen finds its alarm overdue although the worker had no time either.
      if (document.hidden || performance.now() - since > 1.5 * ms) waiting.timer = this.#alarm(id, ms);
      else this.#settle(id)?.reject(new DeviceFailed("Silent", ""));
    }, ms);
  }

  /** @param {{ id?: number, result?: unknown, error?: { name: string, message: string }, progress?: { loaded: number, all: number } }} answer */
  #received({ id, result, error, progress }) {
    if (progress) {
      for (const [waitingId, waiting] of this.#waiting) {
        clearTimeout(waiting.timer);
        waiting.timer = this.#alarm(waitingId, waiting.ms);
      }
      this.onProgress(progress.loaded, progress.all);
    }
    if (id === undefined) return;
    const waiting = this.#settle(id);
    if (error) waiting?.reject(new DeviceFailed(error.name, error.message));
    else waiting?.resolve(result);
  }

  /** @param {number} id */
  #settle(id) {
    const waiting = this.#waiting.get(id);
    clearTimeout(waiting?.timer);
    this.#waiting.delete(id);
    return waiting;
  }

  /** @param {Error} error */
  #fail(error) {
    for (const id of [...this.#waiting.keys()]) this.#settle(id)?.reject(error);
  }
}
