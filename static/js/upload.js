// The photo form works without this: it adds dropping, a preview, "take a photo", and an early word on size.

import { byId } from "./elements.js";
import { _ } from "./language.js";
import { RecentResults } from "./recent-results.js";

const form = byId(document, "upload-form", HTMLFormElement);
const field = byId(document, "image", HTMLInputElement);
const drop = byId(document, "drop");
const preview = byId(document, "preview", HTMLImageElement);
const problem = byId(document, "image-error");
const take = byId(document, "take-photo");
const button = byId(document, "upload-button", HTMLButtonElement);
const status = byId(document, "upload-status");
const maxMegabytes = Number(form.dataset.maxMb);

/**
 * What speaks against a file; empty for nothing.
 *
 * @param {File} file
 */
function objection(file) {
  if (file.size === 0) return _("This file is empty.");
  if (file.size > maxMegabytes * 1024 * 1024) {
    return _("This photo is larger than {size} MB. Please choose a smaller one.", { size: maxMegabytes });
  }
  return "";
}

/** @param {string} sentence */
function say(sentence) {
  problem.textContent = sentence;
  problem.hidden = !sentence;
  field.toggleAttribute("aria-invalid", false);
  if (sentence) field.setAttribute("aria-invalid", "true");
}

/** @param {File | undefined} file */
function show(file) {
  URL.revokeObjectURL(preview.src);
  preview.hidden = true;
  if (!file) return;
  preview.src = URL.createObjectURL(file);
}

function chosen() {
  const file = field.files?.[0];
  say(file ? objection(file) : "");
  show(file);
}

// A file that is no picture shows no preview; the server says what is wrong with it.
preview.addEventListener("load", () => (preview.hidden = false));
preview.addEventListener("error", () => (preview.hidden = true));
field.addEventListener("change", chosen);

for (const name of ["dragenter", "dragover"]) {
  drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add("is-over");
  });
}
drop.addEventListener("dragleave", () => drop.classList.remove("is-over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("is-over");
  const files = event.dataTransfer?.files;
  if (!files?.length) return;
  field.files = files;
  chosen();
});

// On phones and tablets, one button opens the camera app straight away; the field itself lets one choose.
if (matchMedia("(pointer: coarse)").matches) {
  take.hidden = false;
  take.addEventListener("click", () => {
    field.setAttribute("capture", "user");
    field.click();
    field.removeAttribute("capture");
  });
}

form.addEventListener("submit", (event) => {
  const file = field.files?.[0];
  if (file && objection(file)) {
    event.preventDefault();
    field.focus();
    return;
  }
  button.disabled = true;
  status.textContent = _("Reading your photo.");
  if (!file || !place || choice("where") !== "device") return;
  event.preventDefault();
  readHere(file);
});

const place = document.getElementById("place");
const photos = new RecentResults("photo", 6); // the result page looks for it there
/** @type {any} */
let reader = null;

/** @param {string} name */
const choice = (name) => String(new FormData(form).get(name));

/**
 * Read the photo on this device and open its result. What this device cannot read, the server reads at the next press.
 *
 * @param {File} file
 */
async function readHere(file) {
  try {
    reader ??= new (await import(place?.dataset.script ?? "")).PlacedPhoto();
    const result = await reader.read(file, choice("goal"));
    if (result.address) {
      photos.keep(result.seed, result.photo);
      return location.assign(result.address);
    }
    say(result.problem);
  } catch {
    say(place?.dataset.failed ?? ""); // the script could not be fetched
  }
  const server = /** @type {HTMLInputElement} */ (form.querySelector("[name=where][value=server]"));
  server.checked = true;
  button.disabled = false;
  status.textContent = "";
  button.focus();
}

// Coming back by the browser's Back button finds the form as it was, not disabled.
addEventListener("pageshow", () => {
  button.disabled = false;
  status.textContent = "";
});
