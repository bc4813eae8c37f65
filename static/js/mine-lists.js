// The four lists of /mine: which one is shown, in which order, and its cards a page at a time.

import { all, first } from "./elements.js";
import { FilmList, fetchList, idOf, itemsOf } from "./film-list.js";
import { KINDS } from "./film-memory.js";
import { _ } from "./language.js";
import { at } from "./root.js";
import { fetchTitles } from "./titles.js";

const PAGE = 28; // whole rows of seven, four and two

/** @typedef {import("./film-memory.js").Kind} Kind */

export class MineLists {
  #asked = 0; // the newest question wins
  /** @type {Set<string>} */
  #shown = new Set(); // ids that have been asked for

  /**
   * @param {object} options
   * @param {(id: string) => HTMLElement} options.element finds a part of the page
   * @param {import("./film-memory.js").FilmMemory} options.memory
   */
  constructor({ element, memory }) {
    this.element = element;
    this.memory = memory;
    this.list = new FilmList(element("films"));
    this.sort = /** @type {HTMLSelectElement} */ (element("sort"));
    this.sort.addEventListener("change", () => this.show());
    element("more-button").addEventListener("click", () => this.#more());
    addEventListener("hashchange", () => this.show());
    memory.addEventListener("change", () => this.#count());
    memory.addEventListener("elsewhere", () => this.show());
  }

  /** The list that the address names; the first one where it names none. */
  get kind() {
    const name = location.hash.slice(1);
    return KINDS.find((kind) => kind === name) ?? "liked";
  }

  /** Show the list from its beginning. */
  async show() {
    const { kind } = this;
    for (const link of all(this.element("lists"), "[data-kind]")) {
      if (link.dataset.kind === kind) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    this.element("list-title").textContent = first(this.element("lists"), `[data-kind=${kind}] .list-name`).textContent;
    this.#count();
    this.#shown.clear();
    await this.#append(true);
  }

  /** A card has left: the next one of the list takes its place. */
  async fill() {
    this.#tidy();
    if (this.list.items.length < Math.min(PAGE, this.memory.ids(this.kind).length)) await this.#append(false, 1);
  }

  async #more() {
    const before = this.list.items.length;
    await this.#append(false);
    this.list.items[before]?.querySelector("a")?.focus();
  }

  /**
   * The next cards of the list.
   *
   * @param {boolean} isNew in place of those that stand there
   * @param {number} [count]
   */
  async #append(isNew, count = PAGE) {
    const ticket = ++this.#asked;
    this.list.list.setAttribute("aria-busy", "true");
    try {
      const ids = (await this.#ordered()).filter((id) => !this.#shown.has(id)).slice(0, count);
      const items = ids.length ? itemsOf(await fetchList(at("/movies/cards"), { ids })) : [];
      if (ticket !== this.#asked) return;
      ids.forEach((id) => this.#shown.add(id));
      const found = new Map(items.map((item) => [idOf(item), item]));
      const cards = ids.map((id) => found.get(id) ?? this.#unknown(id));
      if (isNew) this.list.put(cards);
      else this.list.add(cards);
      this.element("list-problem").textContent = "";
    } catch (error) {
      if (ticket !== this.#asked) return;
      const reason = error instanceof Error ? error.message : String(error);
      this.element("list-problem").textContent = _("The films could not be fetched: {reason}", { reason });
    }
    if (ticket !== this.#asked) return;
    this.list.list.removeAttribute("aria-busy");
    this.#tidy();
  }

  /** The ids of the list in the order that is asked for. */
  async #ordered() {
    const entries = Object.entries(this.memory.entries(this.kind)).reverse();
    if (this.sort.value === "title") {
      const { compare } = new Intl.Collator(document.documentElement.lang, { numeric: true, ignorePunctuation: true });
      entries.sort(([, one], [, other]) => compare(one, other));
    } else if (this.sort.value === "year") {
      const titles = await fetchTitles();
      entries.sort(([one], [other]) => (titles.yearOf(other) ?? 0) - (titles.yearOf(one) ?? 0));
    }
    return entries.map(([id]) => id);
  }

  /**
   * A card for a film that this catalog lacks: its title, and the way out of the list.
   *
   * @param {string} id
   */
  #unknown(id) {
    const template = /** @type {HTMLTemplateElement} */ (this.element("unknown-film"));
    const item = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    first(item, "[data-film]").dataset.film = id;
    first(item, '[data-field="title"]').textContent = this.memory.entries(this.kind)[id] ?? id;
    first(item, "button").dataset.action = this.kind;
    return first(item, "li");
  }

  #count() {
    for (const link of all(this.element("lists"), "[data-kind]")) {
      const kind = /** @type {Kind} */ (link.dataset.kind);
      first(link, ".list-count").textContent = this.memory.ids(kind).length.toLocaleString(document.documentElement.lang);
    }
  }

  /** What stands around the cards. */
  #tidy() {
    const { kind } = this;
    const count = this.memory.ids(kind).length;
    for (const words of all(document, "[data-empty]")) words.hidden = words.dataset.empty !== kind || count > 0;
    this.element("more").hidden = this.memory.ids(kind).every((id) => this.#shown.has(id));
    this.element("panels").hidden = false;
  }
}
