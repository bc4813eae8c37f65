// The rows of films of the camera page: three goals for a mood, or a row by the face and one for each mood. They change
// only when they are told to; a film that leaves makes way for the next of its own row.

import { all, around, byId, first } from "./elements.js";
import { FilmList, fetchFilms, idOf, itemsIn } from "./film-list.js";
import { EACH, newSeed, questionOf } from "./film-question.js";
import { drawn, pictured } from "./frames.js";
import { _ } from "./language.js";
import { MOODS, OTHERS } from "./moods.js";
import { startArrows } from "./row-arrows.js";

const GOALS = ["match", "lift", "calm"];
const SHOWN = 12;
const FETCHED = 24; // the rest stands in for films that leave, or that are in a row above

/**
 * @typedef {object} Plan a row without films
 * @property {string} name
 * @property {string} [mood] where the row lets one decide for a mood
 * @property {object} question its parameters for /api/v1/movies
 */

/** @typedef {Plan & { total: number, message: string }} Head a row without its films */
/** @typedef {Head & { items: Element[] }} Fetched the first dozen of `items` comes on the page */
/** @typedef {Head & { cards: string }} Row a row to be kept, with its films as markup */

/**
 * Which rows a finding has.
 *
 * @param {Finding} finding
 * @returns {Plan[]}
 */
export function plansFor(finding) {
  if (finding.mood) return GOALS.map((goal) => ({ name: goal, question: { ...questionOf(finding), goal } }));
  const each = MOODS.map((mood) => ({ name: mood, mood, question: { mood } }));
  if (finding.key === EACH.key) return each;
  const name = OTHERS.includes(finding.key) ? finding.key : `lean-${finding.lean}`;
  return [{ name, question: questionOf(finding) }, ...each];
}

/**
 * The rows without films that are in a row above them, as long as enough are left.
 *
 * @param {Fetched[]} rows
 */
function withoutRepeats(rows) {
  const seen = new Set();
  return rows.map((row) => {
    const fresh = row.items.filter((item) => !seen.has(idOf(item)));
    const items = fresh.length >= SHOWN || row.total < FETCHED ? fresh : row.items;
    items.slice(0, SHOWN).forEach((item) => seen.add(idOf(item)));
    return { ...row, items };
  });
}

export class FilmRows {
  #asked = 0; // the newest question wins
  /** @type {(Head & { list: FilmList })[]} */
  #rows = [];
  #words;

  /**
   * @param {object} options
   * @param {(id: string) => HTMLElement} options.element finds a part of the page
   * @param {import("./film-memory.js").FilmMemory} options.memory
   * @param {() => unknown} options.changed called when other films are there
   * @param {(mood: string) => unknown} options.decided called when somebody chose a row's mood
   */
  constructor({ element, memory, changed, decided }) {
    this.memory = memory;
    this.changed = changed;
    this.root = element("film-rows");
    this.status = element("films-status");
    this.row = byId(document, "row-template", HTMLTemplateElement);
    this.#words = new Map(all(element("row-words"), ":scope > *").map(({ dataset }) => [dataset.row, { ...dataset }]));
    this.root.addEventListener("click", (event) => {
      const mood = around(event, "[data-decide]")?.dataset.decide;
      if (mood) decided(mood);
    });
    startArrows(this.root);
  }

  get isEmpty() {
    return this.#rows.length === 0;
  }

  /** Whether somebody is at the films now: then they stay, also before a mood was locked. */
  get isBeingRead() {
    const isScrolled = all(this.root, ".film-row").some((list) => list.scrollLeft > 8);
    return !this.isEmpty && (isScrolled || scrollY > 120 || this.root.contains(document.activeElement));
  }

  /** What is on the page, to be kept; and brought back by restore(). */
  get rows() {
    return this.#rows.map(({ list, ...head }) => ({ ...head, cards: list.cards }));
  }

  /** @param {Row[]} rows */
  restore(rows) {
    this.#asked += 1;
    const shelves = this.#make(rows.map((row) => ({ ...row, items: itemsIn(row.cards) })));
    this.root.classList.add("is-still");
    this.root.removeAttribute("aria-busy");
    this.root.replaceChildren(...shelves);
    this.changed();
  }

  /**
   * Fetch and show a finding's films. Gives false where that failed, and null where another question came after.
   *
   * @param {Finding} finding
   * @param {Place} place
   */
  async show(finding, { seed, offset }) {
    const ticket = ++this.#asked;
    this.root.setAttribute("aria-busy", "true");
    try {
      const rows = await Promise.all(plansFor(finding).map((plan) => this.#fetch(plan, seed, offset)));
      if (ticket !== this.#asked) return null;
      this.#bring(this.#make(withoutRepeats(rows)), ticket);
      return true;
    } catch (error) {
      if (ticket !== this.#asked) return null;
      this.root.removeAttribute("aria-busy");
      this.say(_("The films could not be fetched: {reason}", { reason: error instanceof Error ? error.message : String(error) }));
      return false;
    }
  }

  /**
   * The place after this one: the next films of the same order, or a new order once all of a row were there.
   *
   * @param {Place} place
   * @returns {Place}
   */
  placeAfter({ seed, offset }) {
    const next = offset + FETCHED;
    const isOver = this.#rows.some(({ total }) => next >= total);
    return isOver ? { seed: newSeed(), offset: 0 } : { seed, offset: next };
  }

  /** Films in place of those that left. */
  fill() {
    for (const { list } of this.#rows) list.fill(this.memory);
  }

  /** @param {string} sentence */
  say(sentence) {
    this.status.textContent = sentence;
  }

  /**
   * @param {Plan} plan
   * @param {number} seed
   * @param {number} offset
   * @returns {Promise<Fetched>}
   */
  async #fetch(plan, seed, offset) {
    const films = await fetchFilms({ ...plan.question, seed, offset, limit: FETCHED }, this.memory);
    return { ...plan, ...films };
  }

  /**
   * Rows as they will stand on the page, and remembered from now on.
   *
   * @param {Fetched[]} rows
   */
  #make(rows) {
    const shelves = rows.map((row) => this.#shelf(row));
    this.#rows = rows.map(({ name, mood, question, total, message, items }, index) => {
      const list = new FilmList(first(/** @type {HTMLElement} */ (shelves[index]), ".film-row"), SHOWN);
      list.put(items);
      return { name, question, total, message, list, ...(MOODS.includes(name) ? { mood } : {}) };
    });
    return shelves;
  }

  /**
   * Put rows in the place of those on the page, each in a frame of its own and after the posters of the one before: all at
   * once would keep the page from answering for too long. It ends early where another question came.
   *
   * @param {HTMLElement[]} shelves
   * @param {number} ticket of the question
   */
  async #bring(shelves, ticket) {
    for (const [index, shelf] of shelves.entries()) {
      shelf.classList.add("is-new");
      const before = this.root.children[index];
      if (before) before.replaceWith(shelf);
      else this.root.append(shelf);
      this.changed();
      await pictured(shelf);
      await drawn();
      if (ticket !== this.#asked) return;
    }
    while (this.root.children.length > shelves.length) this.root.lastElementChild?.remove();
    this.root.classList.remove("is-still");
    this.root.removeAttribute("aria-busy");
  }

  /**
   * A row without its films.
   *
   * @param {Fetched} row
   */
  #shelf({ name, mood, items, message }) {
    const shelf = first(/** @type {DocumentFragment} */ (this.row.content.cloneNode(true)), ".shelf");
    /** @param {string} key */
    const field = (key) => first(shelf, `[data-field="${key}"]`);
    const { title = "", words = "" } = this.#words.get(name) ?? {};
    field("row-title").textContent = title;
    field("row-words").textContent = items.length ? words : message || _("No film fits.");
    field("decide").hidden = !mood;
    if (mood) {
      field("decide").dataset.decide = mood;
      field("decide-mood").textContent = ` (${mood})`;
    }
    shelf.dataset.mood = mood ?? "";
    return shelf;
  }
}
