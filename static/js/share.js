// Sharing what a page shows: by the system's share sheet or by copying the link, and as a card. The page's markup is in
// templates/macros/share.html; parts of it may be swapped while the page stands, so clicks are taken at the document.

import { drawCard } from "./share-card.js";

const element = (id) => document.getElementById(id);
const FILE = "moviefy.png";

function say(sentence) {
  element("share-note").textContent = sentence;
}

const addressOf = () => new URL(element("share").dataset.address || location.href, location.href).href;

/** Where the clipboard is closed too, the link stands ready to be copied by hand. */
function offerByHand(address) {
  const field = element("share-field");
  element("share-address").hidden = false;
  field.value = address;
  field.select();
  say("Copy the link from here.");
}

async function copy(address) {
  try {
    await navigator.clipboard.writeText(address);
    say("The link is copied.");
  } catch {
    offerByHand(address);
  }
}

/** Give data to the system's share sheet; whether it was there. Who closes the sheet again wants nothing further. */
async function handOver(data) {
  if (!navigator.share || (navigator.canShare && !navigator.canShare(data))) return false;
  try {
    await navigator.share(data);
    return true;
  } catch (error) {
    return error.name === "AbortError";
  }
}

async function shareLink() {
  const [url, text] = [addressOf(), element("share").dataset.says];
  if (!(await handOver({ title: document.title, text, url }))) await copy(url);
}

const asFile = (canvas) => new Promise((resolve) => canvas.toBlob((blob) => resolve(new File([blob], FILE, { type: "image/png" })), "image/png"));

class Card {
  #file = null;

  constructor({ films, photo }) {
    Object.assign(this, { films, photo });
  }

  async open() {
    const row = element("card-photo-row");
    if (row) row.hidden = !this.photo();
    element("card-dialog").showModal();
    await this.draw();
  }

  async draw() {
    const photo = element("card-photo")?.checked ? this.photo() : null;
    const films = this.films().slice(0, 3).map((film) => ({
      title: film.querySelector('[data-field="title"]').textContent,
      poster: film.querySelector(".film-poster").src,
    }));
    const canvas = element("card");
    await drawCard(canvas, { sentence: element("share").dataset.says, films, photo });
    this.#file = await asFile(canvas);
    URL.revokeObjectURL(element("card-save").href);
    element("card-save").href = URL.createObjectURL(this.#file);
    element("card-send").hidden = !navigator.canShare?.({ files: [this.#file] });
  }

  send() {
    return handOver({ files: [this.#file] });
  }
}

/**
 * Bring the page's share buttons to life.
 * @param films gives the film cards on the page, the first three of which stand on the card
 * @param photo gives the picture that a visitor may add to the card, as {image, centre}; null for none
 */
export function startSharing({ films, photo = () => null }) {
  const card = new Card({ films, photo });
  const acts = {
    "share-link": shareLink,
    "share-card": () => card.open(),
    "card-send": () => card.send(),
    "card-close": () => element("card-dialog").close(),
  };
  document.addEventListener("click", ({ target }) => acts[target.closest("button")?.id]?.());
  document.addEventListener("change", ({ target }) => target.id === "card-photo" && card.draw());
}
