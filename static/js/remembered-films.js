// The list of what this browser remembers about films, with ways to put each back and to forget all.

import { KINDS } from "./film-memory.js";

const WORDS = { liked: "liked", disliked: "not for you", hidden: "seen" };

export class RememberedFilms {
  /** `changed`: called after something was put back or forgotten here, with a sentence about it. */
  constructor({ element, memory, changed }) {
    Object.assign(this, { memory, changed });
    this.panel = element("remembered");
    this.count = element("remembered-count");
    this.list = element("remembered-list");
    element("forget-films").addEventListener("click", () => this.#forget());
    this.list.addEventListener("click", ({ target }) => target.dataset.id && this.#putBack(target));
    memory.addEventListener("change", () => this.show());
    this.show();
  }

  show() {
    const counted = KINDS.map((kind) => [kind, this.memory.ids(kind).length]).filter(([, count]) => count);
    this.panel.hidden = counted.length === 0;
    this.count.textContent = `Your films: ${counted.map(([kind, count]) => `${count} ${WORDS[kind]}`).join(", ")}`;
    const items = KINDS.flatMap((kind) => Object.entries(this.memory.entries(kind)).map((one) => this.#item(kind, one)));
    this.list.replaceChildren(...items.reverse());
  }

  #item(kind, [id, title]) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button-link", textContent: "Put back" });
    button.dataset.id = id;
    button.setAttribute("aria-label", `Put back ${title}`);
    item.append(`${title} (${WORDS[kind]}) `, button);
    return item;
  }

  #putBack(button) {
    const { id } = button.dataset;
    const title = button.getAttribute("aria-label").replace("Put back ", "");
    this.memory.put(id, title, null);
    (this.panel.hidden ? document.getElementById("content") : this.count).focus();
    this.changed(`${title} may come again.`);
  }

  #forget() {
    this.memory.forget();
    document.getElementById("content").focus();
    this.changed("All of your films are forgotten.");
  }
}
