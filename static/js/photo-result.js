// The result of a photo: its address says it, so that Back and reload bring it again; the tab keeps the photo. Picking a
// face, a mood or a goal swaps the parts that change. Without this each of these is a plain link.

import { RecentResults } from "./recent-results.js";
import { startSharing } from "./share.js";

const PARTS = ["face-marks", "result-words", "result-films"];
const element = (id) => document.getElementById(id);
const photo = document.querySelector("#result-photo img");
const photos = new RecentResults("photo", 6);
let asked = 0; // the newest question wins

const isPhoto = (value) => typeof value === "string" && value.startsWith("data:image/jpeg;base64,");

/** Every upload draws a seed of its own, which stays in the address whatever is picked. */
const nameOf = (address) => new URL(address, location.href).searchParams.get("seed") ?? "";

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

function swapParts(page) {
  for (const id of PARTS) element(id).replaceWith(document.adoptNode(page.getElementById(id)));
  document.title = page.title;
  document.dispatchEvent(new Event("films"));
}

/** Show the result under an address; a page that cannot be fetched is opened, so that the browser says why. */
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
  const link = event.target.closest("[data-swap]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  const address = link.getAttribute("href");
  if (!(await show(address))) return;
  history.pushState(null, "", address);
  element("result-title").focus({ preventScroll: true });
  element("photo-result").scrollIntoView({ block: "nearest" });
});

addEventListener("popstate", () => {
  if (new URLSearchParams(location.search).has("faces")) show(location.href);
});

if (photo.src) remember(element("photo-result").dataset.address);
else bringBack();

/** The photo for the card, and how far down its first face is. */
function forCard() {
  if (element("result-photo").hidden) return null;
  const face = document.querySelector(".face-box");
  const centre = face ? (face.y.baseVal.value + face.height.baseVal.value / 2) / Number(photo.getAttribute("height")) : 0.5;
  return { image: photo, centre };
}

startSharing({
  films: () => [...document.querySelectorAll(".film")],
  photo: forCard,
});
