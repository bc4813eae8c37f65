// The forms of the API page work without this, and then show the bare answer; with it, the answer comes below the form.

import { first } from "./elements.js";

/** @param {HTMLFormElement} form */
function address(form) {
  const url = new URL(form.action);
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") url.searchParams.set(name, value);
  }
  return url;
}

/** @param {HTMLFormElement} form */
function body(form) {
  if (form.method !== "post") return undefined;
  const files = new FormData();
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string") files.append(name, value);
  }
  return files;
}

/** @param {HTMLFormElement} form */
async function send(form) {
  const answer = await fetch(address(form), { method: form.method, body: body(form) });
  const text = await answer.text();
  const shown = answer.headers.get("Content-Type")?.includes("json") ? JSON.stringify(JSON.parse(text), null, 2) : text;
  return `${answer.status}\n${shown}`;
}

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form.try"))) {
  const shown = first(form, "output");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    form.setAttribute("aria-busy", "true");
    shown.hidden = false;
    shown.textContent = "Asking ...";
    try {
      shown.textContent = await send(form);
    } catch {
      shown.textContent = "The server cannot be reached.";
    }
    form.removeAttribute("aria-busy");
  });
}
