// Search as one types: a combobox with a list of films (the pattern of the ARIA guide). Without this it is a plain form.

import { all, around, byId } from "./elements.js";
import { _, plural } from "./language.js";
import { at } from "./root.js";

const REST_MS = 120; // after the last key
const PATIENCE_MS = 15_000; // the first search after a start makes its index

export class FilmSearch {
  #asked = 0; // the newest question wins
  #shown = ""; // what the list belongs to
  /** @type {number | undefined} */
  #rest;

  /** @param {(id: string) => HTMLElement} element finds a part of the page */
  constructor(element) {
    this.input = byId(document, "search", HTMLInputElement);
    this.list = element("search-options");
    this.status = element("search-status");
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-controls", this.list.id);
    this.#close();
    this.input.addEventListener("input", () => this.#typed());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("blur", () => this.#close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", (event) => this.#open(around(event, "[role=option]")));
  }

  get #options() {
    return all(this.list, "[role=option]");
  }

  get #active() {
    return this.#options.find((option) => option.getAttribute("aria-selected") === "true") ?? null;
  }

  #typed() {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#ask(this.input.value.trim()), REST_MS);
  }

  /** @param {string} words */
  async #ask(words) {
    const ticket = ++this.#asked;
    if (!words) return this.#close();
    try {
      const answer = await fetch(`${at("/movies/suggestions")}?${new URLSearchParams({ q: words })}`, {
        headers: { Accept: "text/html" },
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const html = answer.ok ? await answer.text() : "";
      if (ticket === this.#asked && document.activeElement === this.input) this.#show(html, words);
    } catch {
      if (ticket === this.#asked) this.#close(); // Enter still searches
    }
  }

  /**
   * @param {string} html
   * @param {string} words
   */
  #show(html, words) {
    const page = new DOMParser().parseFromString(`<ul>${html}</ul>`, "text/html");
    this.list.replaceChildren(...all(page, "[role=option]").map((option) => document.adoptNode(option)));
    this.#shown = words;
    this.#choose(null);
    const count = this.#options.length;
    this.#expand(count > 0);
    this.status.textContent = count
      ? plural("{count} film; the arrow keys choose one.", "{count} films; the arrow keys choose one.", count)
      : _("No film is like that.");
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (this.list.hidden && this.#shown === this.input.value.trim()) this.#expand(this.#options.length > 0);
      else this.#move(step);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.#close();
    } else if (event.key === "Enter" && this.#active) {
      event.preventDefault();
      this.#open(this.#active);
    }
  }

  /**
   * To the next option or the one before; between the last and the first lies the field itself.
   *
   * @param {number} step
   */
  #move(step) {
    const options = this.#options;
    const places = options.length + 1;
    const here = this.#active ? options.indexOf(this.#active) + 1 : 0;
    this.#choose(options[((here + step + places) % places) - 1] ?? null);
  }

  /** @param {HTMLElement | null} chosen */
  #choose(chosen) {
    for (const option of this.#options) option.setAttribute("aria-selected", String(option === chosen));
    if (chosen) this.input.setAttribute("aria-activedescendant", chosen.id);
    else this.input.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  }

  /** @param {HTMLElement | null} option */
  #open(option) {
    if (option) location.assign(option.dataset.address ?? "");
  }

  /** @param {boolean} isOpen */
  #expand(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
  }

  #close() {
    this.#choose(null);
    this.#expand(false);
  }
}
