// The result of a photo: its address says it, so that Back and reload bring it again; the tab keeps the photo. Picking a
// face, a mood or a goal swaps the parts that change. Without this each of these is a plain link.

import { all, around, byId, first } from "./elements.js";
import { note } from "./journal.js";
import { RecentResults } from "./recent-results.js";
import { startSharing } from "./share.js";

const PARTS = ["face-marks", "result-words", "result-films"];
/** @param {string} id */
const element = (id) => byId(document, id);
const photo = first(document, "#result-photo img", HTMLImageElement);
const photos = new RecentResults("photo", 6);
let asked = 0; // the newest question wins

/**
 * @param {unknown} value
 * @returns {value is string}
 */
const isPhoto = (value) => typeof value === "string" && value.startsWith("data:image/jpeg;base64,");

/**
 * Every upload draws a seed of its own, which stays in the address whatever is picked.
 *
 * @param {string} address
 */
const nameOf = (address) => new URL(address, location.href).searchParams.get("seed") ?? "";

/** @param {string} address */
function remember(address) {
  history.replaceState(null, "", address);
  photos.keep(nameOf(address), photo.src);
}

function bringBack() {
  const stored = photos.recall(nameOf(location.href), isPhoto);
  if (!stored) return;
  photo.src = stored;
  element("result-photo").hidden = false;
}

/** @param {Document} page */
function swapParts(page) {
  for (const id of PARTS) byId(document, id, Element).replaceWith(document.adoptNode(byId(page, id, Element)));
  document.title = page.title;
  document.dispatchEvent(new Event("swapped"));
}

/**
 * Show the result under an address; a page that cannot be fetched is opened, so that the browser says why.
 *
 * @param {string} address
 */
async function show(address) {
  const ticket = ++asked;
  element("result-films").setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (ticket !== asked) return false;
    swapParts(page);
    return true;
  } catch {
    if (ticket === asked) location.assign(address);
    return false;
  }
}

document.addEventListener("click", async (event) => {
  const link = around(event, "[data-swap]", Element);
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  const address = link.getAttribute("href") ?? "";
  if (!(await show(address))) return;
  history.pushState(null, "", address);
  noteMood();
  element("result-title").focus({ preventScroll: true });
  element("photo-result").scrollIntoView({ block: "nearest" });
});

addEventListener("popstate", () => {
  if (new URLSearchParams(location.search).has("faces")) show(location.href);
});

/** What the result says now, for the journal. */
const noteMood = () => note(element("result-words").dataset.state);

if (photo.src) {
  remember(element("photo-result").dataset.address ?? "");
  noteMood();
} else bringBack();

/** The photo for the card, and how far down its first face is. */
function forCard() {
  if (element("result-photo").hidden) return null;
  const face = /** @type {SVGRectElement | null} */ (document.querySelector(".face-box"));
  const centre = face ? (face.y.baseVal.value + face.height.baseVal.value / 2) / Number(photo.getAttribute("height")) : 0.5;
  return { image: photo, centre };
}

startSharing({
  films: () => all(document, ".film"),
  photo: forCard,
});
element("photo-result").dataset.ready = ""; // from here on a press swaps parts instead of opening a page
