// The photo form works without this: it adds dropping, a preview, "take a photo", and an early word on size.

const form = document.getElementById("upload-form");
const field = document.getElementById("image");
const drop = document.getElementById("drop");
const preview = document.getElementById("preview");
const problem = document.getElementById("image-error");
const take = document.getElementById("take-photo");
const maxMegabytes = Number(form.dataset.maxMb);

function objection(file) {
  if (file.size === 0) return "This file is empty.";
  if (file.size > maxMegabytes * 1024 * 1024) return `This photo is larger than ${maxMegabytes} MB. Please choose a smaller one.`;
  return "";
}

function say(sentence) {
  problem.textContent = sentence;
  problem.hidden = !sentence;
  field.toggleAttribute("aria-invalid", false);
  if (sentence) field.setAttribute("aria-invalid", "true");
}

function show(file) {
  URL.revokeObjectURL(preview.src);
  preview.hidden = true;
  if (!file) return;
  preview.src = URL.createObjectURL(file);
}

function chosen() {
  const file = field.files[0];
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
  if (!event.dataTransfer.files.length) return;
  field.files = event.dataTransfer.files;
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
  const file = field.files[0];
  if (file && objection(file)) {
    event.preventDefault();
    field.focus();
    return;
  }
  document.getElementById("upload-button").disabled = true;
  document.getElementById("upload-status").textContent = "Reading your photo.";
});

// Coming back by the browser's Back button finds the form as it was, not disabled.
addEventListener("pageshow", () => {
  document.getElementById("upload-button").disabled = false;
  document.getElementById("upload-status").textContent = "";
});
