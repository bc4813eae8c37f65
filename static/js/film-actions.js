// The buttons on film cards: like, watch later, seen it, not for me, and taking the last one back.

import { all, around, first } from "./elements.js";
import { FilmList } from "./film-list.js";
import { _ } from "./language.js";

/** @typedef {import("./film-memory.js").Kind} Kind */

/** @type {Record<Kind, (title: string) => string>} */
const SAID = {
  liked: (title) => _("You like {title}. Films like it come first from the next ones on.", { title }),
  later: (title) => _("{title} is on your list to watch later.", { title }),
  disliked: (title) => _("{title} is gone, and fewer like it will come.", { title }),
  hidden: (title) => _("{title} is marked as seen and will not come again.", { title }),
};

/**
 * The film that a button is about.
 *
 * @param {HTMLElement} button
 */
function filmOf(button) {
  const film = button.closest("[data-film]");
  if (film instanceof HTMLElement) return film;
  throw new Error("This button stands on no film.");
}

/** @param {HTMLElement} film */
const idOf = (film) => film.dataset.film ?? "";

/** @param {HTMLElement} film */
const titleOf = (film) => first(film, '[data-field="title"]').textContent;

/** @param {HTMLElement} button */
const actionOf = (button) => /** @type {Kind} */ (button.dataset.action);

/**
 * @typedef {object} Said what Undo takes back
 * @property {HTMLElement} film
 * @property {Element | null} item of the list, if the film stands in one
 * @property {{ list: Element | null, next: Element | null } | null} place where the item stood
 * @property {Kind | null} before what had been said about the film
 */

export class FilmActions {
  /** @type {Said | null} */
  #last = null;

  /**
   * @param {object} options
   * @param {(id: string) => HTMLElement} options.element finds a part of the page
   * @param {HTMLElement} options.root holds the films
   * @param {import("./film-memory.js").FilmMemory} options.memory
   * @param {() => unknown} [options.gone] called when a film has left the list, so that another may take its place
   * @param {(kind: Kind | null) => boolean} [options.leaves] whether a film leaves the list once this was said of it
   */
  constructor({ element, root, memory, gone = () => {}, leaves = (kind) => kind === "hidden" || kind === "disliked" }) {
    this.root = root;
    this.memory = memory;
    this.gone = gone;
    this.leaves = leaves;
    this.news = element("film-news");
    this.undo = element("undo");
    root.addEventListener("click", (event) => {
      const button = around(event, "[data-action]");
      if (button) this.#press(button);
    });
    this.undo.addEventListener("click", () => this.#takeBack());
    memory.addEventListener("change", () => this.show());
    memory.addEventListener("elsewhere", () => this.#follow());
    root.addEventListener("films", () => this.show());
    this.show();
  }

  /** Press the buttons in as far as the memory says so. */
  show() {
    for (const button of all(this.root, "[data-action]")) {
      const isSaid = this.memory.kindOf(idOf(filmOf(button))) === button.dataset.action;
      button.setAttribute("aria-pressed", String(isSaid));
    }
  }

  /**
   * Say something beside the list; an offer to undo belongs to the sentence before.
   *
   * @param {string} sentence
   */
  say(sentence) {
    this.#last = null;
    this.undo.hidden = true;
    this.news.textContent = sentence;
  }

  /** What another tab has hidden goes here too, unless somebody is at it. */
  #follow() {
    for (const list of FilmList.allOn(this.root)) list.leaveOut((id) => this.leaves(this.memory.kindOf(id)));
    this.gone();
  }

  /** @param {HTMLElement} button */
  #press(button) {
    const film = filmOf(button);
    const before = this.memory.kindOf(idOf(film));
    const kind = before === actionOf(button) ? null : actionOf(button);
    const item = film.parentElement?.closest("li") ?? null;
    const place = item && { list: item.parentElement, next: item.nextElementSibling };
    this.memory.put(idOf(film), titleOf(film), kind);
    this.say(kind ? SAID[kind](titleOf(film)) + this.#warning() : _("Taken back: {title}.", { title: titleOf(film) }));
    this.#last = { film, item, place, before };
    const isLeaving = item !== null && this.leaves(kind);
    this.undo.hidden = kind === null && !isLeaving;
    if (isLeaving) this.#remove(item, actionOf(button));
  }

  #warning() {
    return this.memory.isKept ? "" : ` ${_("This browser stores nothing, so it holds only on this page.")}`;
  }

  /**
   * Take a card away; who pressed a button on it goes on with the same button of the next one.
   *
   * @param {Element} item
   * @param {Kind} action
   */
  #remove(item, action) {
    const neighbour = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    const button = /** @type {HTMLElement | null | undefined} */ (neighbour?.querySelector(`[data-action="${action}"]`));
    (button ?? this.undo).focus();
    this.gone();
  }

  #takeBack() {
    if (!this.#last) return;
    const { film, item, place, before } = this.#last;
    this.memory.put(idOf(film), titleOf(film), before);
    if (item && !item.isConnected) {
      place?.list?.insertBefore(item, place.next?.parentElement === place.list ? place.next : null);
    }
    this.say(_("Taken back: {title}.", { title: titleOf(film) }));
    first(film, "[data-action]").focus();
    this.show();
  }
}
