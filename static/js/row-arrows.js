// The arrows beside a row of films scroll it by most of its width.

import { around } from "./elements.js";

/** @param {HTMLElement} root holds the rows */
export function startArrows(root) {
  root.addEventListener("click", (event) => {
    const arrow = around(event, "[data-scroll]");
    const list = arrow?.closest(".shelf")?.querySelector(".film-row");
    list?.scrollBy({ left: Number(arrow?.dataset.scroll) * list.clientWidth * 0.85 });
  });
}
