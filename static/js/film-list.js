// A list of films. The server draws the cards; here they are fetched and put in place, and films that stand in reserve
// follow those that leave. The films page, a photo's result and the camera page's rows all use it.

import { all, first } from "./elements.js";
import { at } from "./root.js";

const PATIENCE_MS = 10_000;

/** @typedef {import("./film-memory.js").FilmMemory} FilmMemory */

/**
 * @typedef {object} Films what fits a question
 * @property {Element[]} items list items, each with a card: the part that was asked for
 * @property {number} total how many films fit
 * @property {number} seed
 * @property {string} title what a list without a mood is called, else ""
 * @property {string} message what to relax where no film fits, else ""
 */

/** @param {Element} item */
export const idOf = (item) => first(item, "[data-film]").dataset.film ?? "";

/** @param {Element} item */
export const titleOf = (item) => first(item, '[data-field="title"]').textContent;

/** @param {string} html */
const parsed = (html) => new DOMParser().parseFromString(html, "text/html");

/**
 * The list items in markup that this site has made.
 *
 * @param {string} cards
 */
export const itemsIn = (cards) => itemsOf(first(parsed(`<ul>${cards}</ul>`), "ul"));

/**
 * The items of a list that was fetched, for this page.
 *
 * @param {Element} list
 */
export const itemsOf = (list) => [...list.children].map((item) => document.adoptNode(item));

/**
 * Ask the server for films. What the visitor has said goes along in the body and stands in no address; the server's own
 * sentence is thrown when it refuses.
 *
 * @param {object} question the parameters of /api/v1/movies
 * @param {FilmMemory} memory
 * @param {Iterable<string>} [shown] ids that shall not come again
 * @returns {Promise<Films>}
 */
export async function fetchFilms(question, memory, shown = []) {
  const exclude = [...new Set([...memory.ids("hidden"), ...shown])];
  const said = memory.size ? { exclude, liked: memory.ids("liked"), disliked: memory.ids("disliked") } : {};
  const list = await fetchList(at("/movies/fragment"), { ...question, ...said });
  const { total, seed, title = "", message = "" } = list.dataset;
  return { items: itemsOf(list), total: Number(total), seed: Number(seed), title, message };
}

/**
 * The list that an address of this site sends for a question in the body.
 *
 * @param {string} address
 * @param {object} question
 */
export async function fetchList(address, question) {
  const answer = await fetch(address, {
    method: "POST",
    body: JSON.stringify(question),
    headers: { Accept: "text/html", "Content-Type": "application/json" },
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!answer.ok) throw new Error((await answer.json()).error.message);
  return first(parsed(await answer.text()), "ul");
}

export class FilmList {
  /** @type {Element[]} */
  #reserve = [];

  /**
   * @param {HTMLElement} list holds the items
   * @param {number} [most] how many of them are shown
   */
  constructor(list, most = Infinity) {
    this.list = list;
    this.most = most;
  }

  get items() {
    return [...this.list.children];
  }

  get ids() {
    return this.items.map(idOf);
  }

  /** The markup of all items, those in reserve too; put(itemsIn(cards)) brings them back. */
  get cards() {
    return [...this.items, ...this.#reserve].map((item) => item.outerHTML).join("");
  }

  /**
   * Other films in place of these; what is too much stands in reserve.
   *
   * @param {Element[]} items
   */
  put(items) {
    this.#reserve = items.slice(this.most);
    this.list.replaceChildren();
    this.add(items.slice(0, this.most));
  }

  /**
   * More films below these.
   *
   * @param {Element[]} items
   */
  add(items) {
    this.list.append(...items);
    this.list.dispatchEvent(new Event("films", { bubbles: true }));
  }

  /**
   * Films from the reserve in place of those that left; none of which the visitor has said something.
   *
   * @param {FilmMemory} memory
   */
  fill(memory) {
    const fresh = this.#reserve.filter((item) => memory.kindOf(idOf(item)) === null);
    const gaps = Math.max(0, this.most - this.items.length);
    this.#reserve = fresh.slice(gaps);
    this.add(fresh.slice(0, gaps));
  }

  /**
   * Take away what the visitor has seen or does not want.
   *
   * @param {FilmMemory} memory
   */
  leaveOutUnwanted(memory) {
    this.leaveOut((id) => ["hidden", "disliked"].includes(memory.kindOf(id) ?? ""));
  }

  /** @param {(id: string) => boolean} isUnwanted */
  leaveOut(isUnwanted) {
    for (const item of this.items) if (isUnwanted(idOf(item))) item.remove();
  }

  /** @param {ParentNode} page */
  static allOn(page) {
    return all(page, ".films").map((list) => new FilmList(list));
  }
}
