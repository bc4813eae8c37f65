// What the page says about where faces are read: in two words, with what was sent, how far loading is, and a button to
// change it. Its sentences stand in the page.

import { byId } from "./page-parts.js";

/** @typedef {"device" | "server"} Place */

const MEGABYTE = 1_000_000;

export class PlaceSign {
  #sent = 0;
  /** @type {Place} */
  #wanted = "device";
  #isSwitchable = false;
  isLoaded = false;
  #listening = new AbortController();

  /** @param {(wantsDevice: boolean) => void} changed called when the visitor wants it otherwise */
  constructor(changed) {
    this.changed = changed;
    this.root = byId("place");
    this.words = this.root.dataset;
    this.name = byId("place-name");
    this.sent = byId("place-sent");
    this.why = byId("place-why");
    this.change = byId("place-change");
    this.loading = byId("place-loading");
    this.bar = /** @type {HTMLProgressElement} */ (byId("place-bar"));
    this.bytes = byId("place-bytes");
  }

  /** The address of the worker's script. */
  get worker() {
    return this.words.worker ?? "";
  }

  get wantsDevice() {
    return this.#wanted === "device";
  }

  begin() {
    this.#isSwitchable = true;
    const choice = /** @type {HTMLInputElement | null} */ (document.querySelector("input[name=where]:checked"));
    this.#wanted = choice?.value === "server" ? "server" : "device";
    this.root.hidden = false;
    this.change.addEventListener("click", () => this.#press(), { signal: this.#listening.signal });
  }

  end() {
    this.#listening.abort();
    this.root.hidden = true;
  }

  #press() {
    this.#wanted = this.root.dataset.now === "device" ? "server" : "device";
    this.changed(this.wantsDevice);
  }

  /**
   * @param {Place} place
   * @param {string} [why]
   */
  show(place, why) {
    this.root.dataset.now = place;
    this.name.textContent = this.words[place] ?? "";
    this.change.textContent = (place === "device" ? this.words.toServer : this.words.toDevice) ?? "";
    this.change.hidden = !this.#isSwitchable;
    if (place === "device" || why !== undefined) this.loading.hidden = true;
    this.why.textContent = why ?? "";
    this.#tell();
  }

  /**
   * @param {number} loaded bytes
   * @param {number} all
   */
  load(loaded, all) {
    this.loading.hidden = false;
    this.isLoaded = all > 0 && loaded === all;
    this.why.textContent = "";
    if (all) this.bar.value = loaded / all;
    /** @param {number} bytes */
    const megabytes = (bytes) => (bytes / MEGABYTE).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
    this.bytes.textContent = all ? fill(this.words.bytes, { loaded: megabytes(loaded), all: megabytes(all) }) : "";
  }

  /** One more picture was sent. */
  count() {
    this.#sent += 1;
    this.#tell();
  }

  #tell() {
    this.sent.textContent = fill(this.words.sent, { count: this.#sent.toLocaleString(document.documentElement.lang) });
  }

  /**
   * Why the device does not read, in a sentence.
   *
   * @param {string} kind
   */
  reason(kind) {
    if (kind === "Slow") return this.words.slow ?? "";
    if (kind === "WrongFile") return this.words.wrong ?? "";
    if (kind === "NoWebAssembly") return this.words.forbidden ?? "";
    return this.words.failed ?? "";
  }
}

/**
 * @param {string | undefined} sentence
 * @param {Record<string, string>} values
 */
const fill = (sentence, values) => (sentence ?? "").replace(/\{(\w+)\}/g, (_whole, name) => values[name] ?? "");
