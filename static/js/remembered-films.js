// The list of what this browser remembers about films, with ways to put each back and to forget all.

import { around, byId } from "./elements.js";
import { KINDS } from "./film-memory.js";

const WORDS = { liked: "liked", disliked: "not for you", hidden: "seen" };

export class RememberedFilms {
  /**
   * @param {object} options
   * @param {(id: string) => HTMLElement} options.element finds a part of the page
   * @param {import("./film-memory.js").FilmMemory} options.memory
   * @param {(sentence: string) => unknown} options.changed called after something was put back or forgotten here
   */
  constructor({ element, memory, changed }) {
    this.memory = memory;
    this.changed = changed;
    this.panel = element("remembered");
    this.count = element("remembered-count");
    this.list = element("remembered-list");
    element("forget-films").addEventListener("click", () => this.#forget());
    this.list.addEventListener("click", (event) => {
      const button = around(event, "[data-id]");
      if (button) this.#putBack(button);
    });
    memory.addEventListener("change", () => this.show());
    this.show();
  }

  show() {
    const counted = KINDS.map((kind) => ({ kind, count: this.memory.ids(kind).length })).filter(({ count }) => count);
    this.panel.hidden = counted.length === 0;
    const words = counted.map(({ kind, count }) => `${count} ${WORDS[kind]}`);
    this.count.textContent = `Your films: ${words.join(", ")}`;
    const items = KINDS.flatMap((kind) => Object.entries(this.memory.entries(kind)).map((one) => this.#item(kind, one)));
    this.list.replaceChildren(...items.reverse());
  }

  /**
   * @param {import("./film-memory.js").Kind} kind
   * @param {[id: string, title: string]} film
   */
  #item(kind, [id, title]) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button-link", textContent: "Put back" });
    button.dataset.id = id;
    button.setAttribute("aria-label", `Put back ${title}`);
    item.append(`${title} (${WORDS[kind]}) `, button);
    return item;
  }

  /** @param {HTMLElement} button */
  #putBack(button) {
    const id = button.dataset.id ?? "";
    const title = (button.getAttribute("aria-label") ?? "").replace("Put back ", "");
    this.memory.put(id, title, null);
    (this.panel.hidden ? byId(document, "content") : this.count).focus();
    this.changed(`${title} may come again.`);
  }

  #forget() {
    this.memory.forget();
    byId(document, "content").focus();
    this.changed("All of your films are forgotten.");
  }
}
