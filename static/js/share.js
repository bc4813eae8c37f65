// Sharing what a page shows: by the system's share sheet or by copying the link, and as a card. The page's markup is in
// templates/macros/share.html; parts of it may be swapped while the page stands, so clicks are taken at the document.

import { around, byId, first } from "./elements.js";
import { _ } from "./language.js";
import { drawCard } from "./share-card.js";

/** @typedef {import("./share-card.js").Photo} Photo */

/** @param {string} id */
const element = (id) => byId(document, id);
const FILE = "moviefy.png";

/** @param {string} sentence */
function say(sentence) {
  element("share-note").textContent = sentence;
}

const addressOf = () => new URL(element("share").dataset.address || location.href, location.href).href;

/**
 * Where the clipboard is closed too, the link stands ready to be copied by hand.
 *
 * @param {string} address
 */
function offerByHand(address) {
  const field = byId(document, "share-field", HTMLInputElement);
  element("share-address").hidden = false;
  field.value = address;
  field.select();
  say(_("Copy the link from here."));
}

/** @param {string} address */
async function copy(address) {
  try {
    await navigator.clipboard.writeText(address);
    say(_("The link is copied."));
  } catch {
    offerByHand(address);
  }
}

/**
 * Give data to the system's share sheet; whether it was there. Who closes the sheet again wants nothing further.
 *
 * @param {ShareData} data
 */
async function handOver(data) {
  if (!navigator.share || (navigator.canShare && !navigator.canShare(data))) return false;
  try {
    await navigator.share(data);
    return true;
  } catch (error) {
    return error instanceof Error && error.name === "AbortError";
  }
}

async function shareLink() {
  const [url, text] = [addressOf(), element("share").dataset.says];
  if (!(await handOver({ title: document.title, text, url }))) await copy(url);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @returns {Promise<File>}
 */
function asFile(canvas) {
  const type = "image/png";
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(new File(blob ? [blob] : [], FILE, { type })), type));
}

class Card {
  /** @type {File | null} */
  #file = null;

  /** @param {{ films: () => Element[], photo: () => Photo | null }} options */
  constructor({ films, photo }) {
    this.films = films;
    this.photo = photo;
  }

  async open() {
    const row = document.getElementById("card-photo-row");
    if (row) row.hidden = !this.photo();
    byId(document, "card-dialog", HTMLDialogElement).showModal();
    await this.draw();
  }

  async draw() {
    const wish = /** @type {HTMLInputElement | null} */ (document.getElementById("card-photo"));
    const photo = wish?.checked ? this.photo() : null;
    const films = this.films().slice(0, 3).map((film) => ({
      title: first(film, '[data-field="title"]').textContent,
      poster: first(film, ".film-poster", HTMLImageElement).src,
    }));
    const canvas = byId(document, "card", HTMLCanvasElement);
    const sentence = element("share").dataset.says ?? "";
    canvas.setAttribute("aria-label", sentence);
    await drawCard(canvas, { sentence, films, photo });
    const file = await asFile(canvas);
    this.#file = file;
    const save = byId(document, "card-save", HTMLAnchorElement);
    URL.revokeObjectURL(save.href);
    save.href = URL.createObjectURL(file);
    element("card-send").hidden = !navigator.canShare?.({ files: [file] });
  }

  async send() {
    if (this.#file) await handOver({ files: [this.#file] });
  }
}

/**
 * Bring the page's share buttons to life.
 *
 * @param {object} options
 * @param {() => Element[]} options.films gives the film cards on the page, the first three of which stand on the card
 * @param {() => Photo | null} [options.photo] gives the picture that a visitor may add to the card; null for none
 */
export function startSharing({ films, photo = () => null }) {
  const card = new Card({ films, photo });
  /** @type {Record<string, () => unknown>} */
  const acts = {
    "share-link": shareLink,
    "share-card": () => card.open(),
    "card-send": () => card.send(),
    "card-close": () => byId(document, "card-dialog", HTMLDialogElement).close(),
  };
  document.addEventListener("click", (event) => acts[around(event, "button")?.id ?? ""]?.());
  document.addEventListener("change", (event) => around(event, "#card-photo") && card.draw());
}
