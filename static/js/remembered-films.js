// How many films this browser remembers, as a link to the page of them all.

import { _ } from "./language.js";

/**
 * @param {(id: string) => HTMLElement} element finds a part of the page
 * @param {import("./film-memory.js").FilmMemory} memory
 */
export function showRemembered(element, memory) {
  /** @type {[import("./film-memory.js").Kind, (count: number) => string][]} */
  const words = [
    ["liked", (count) => _("{count} liked", { count })],
    ["later", (count) => _("{count} to watch later", { count })],
    ["hidden", (count) => _("{count} seen", { count })],
    ["disliked", (count) => _("{count} not for you", { count })],
  ];
  function show() {
    const parts = words.filter(([kind]) => memory.ids(kind).length).map(([kind, said]) => said(memory.ids(kind).length));
    element("remembered").hidden = parts.length === 0;
    element("remembered-count").textContent = _("Your films: {counts}", { counts: parts.join(", ") });
  }
  memory.addEventListener("change", show);
  show();
}
