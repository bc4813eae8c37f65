// The films page: which films are on it, and which come next. Nothing comes twice until every film was there.
// For a visitor who has said nothing about films, the list is what its address says: an order by its seed, from an
// offset on. What a visitor has said shapes the list too, stays out of the address, and is remembered by the tab alone.

import { FilmList, fetchFilms, itemsIn, titleOf } from "./film-list.js";
import { PAGE, addressOf, isList, placeIn, wanted } from "./films-address.js";
import { _, plural } from "./language.js";
import { RecentResults } from "./recent-results.js";

const LONGEST = 96; // after so many, the next ones come on a page of their own

/** @typedef {import("./films-address.js").ListPlace} ListPlace */
/** @typedef {import("./films-address.js").ShownList} ShownList */

/**
 * @typedef {object} ListState what the page says around a list
 * @property {number} count how many films it has
 * @property {number} left how many films of the order come after these
 * @property {string} goal
 * @property {string} title what a list without a mood is called, else ""
 * @property {boolean} single it is one film that was picked
 */

export class FilmBrowser {
  /** @type {Set<string>} */
  #shown = new Set(); // ids that were on the page since the order began
  #place; // what the list shows of its order
  #left = 0; // how many films of the order come after these
  #total = 0; // how many films fit
  #title; // what a list without a mood is called
  #size = 0; // how many films the list has when none is missing
  #asked = 0; // the newest question wins
  /** @type {Map<string, ShownList>} */
  #lists = new Map(); // address -> what the page showed under it
  #kept = new RecentResults("films", 10); // the same for the tab, by the address's query

  /**
   * @param {object} options
   * @param {HTMLFormElement} options.form says which films are wanted
   * @param {HTMLElement} options.list holds the cards
   * @param {import("./film-memory.js").FilmMemory} options.memory
   * @param {ListPlace} options.place what the page shows as it stands
   * @param {number} options.total how many films fit
   * @param {string} options.title what the list is called where it has no mood
   * @param {(sentence: string) => void} options.say
   * @param {(state: ListState) => void} options.showState called when another list stands there
   */
  constructor({ form, list, memory, place, total, title, say, showState }) {
    this.form = form;
    this.list = list;
    this.films = new FilmList(list);
    this.memory = memory;
    this.say = say;
    this.showState = showState;
    this.#place = place;
    this.#total = total;
    this.#title = title;
    this.#left = total - place.offset - list.children.length;
    this.#noteShown();
    this.#size = list.children.length;
  }

  /** Other wishes: a list from the beginning of the order. `words` go before the count. */
  async begin(words = "") {
    this.#shown.clear();
    const { seed } = this.#place;
    const answer = await this.#fetch({ seed, offset: 0, limit: PAGE });
    if (!answer) return;
    this.#total = answer.total;
    this.#replace(answer);
    this.#push();
    this.say([words, answer.message || this.#counted()].filter(Boolean).join(" "));
  }

  /** Other films in place of these: the next of the order, and a new order when all have been there. */
  async next(limit = PAGE) {
    const { seed, offset } = this.#place;
    const answer = await this.#fetch({ seed, offset: offset + this.#passed, limit });
    if (!answer) return;
    if (!answer.items.length) return this.#beginAgain(limit);
    this.#replace(answer);
    this.#push();
    this.say(limit === 1 ? _("One for you: {title}.", { title: titleOf(answer.items[0]) }) : this.#counted());
  }

  /** The next of the order below these; a list that has grown long begins anew with them. */
  async more() {
    if (this.list.children.length >= LONGEST) return this.next();
    const { seed, offset } = this.#place;
    const answer = await this.#fetch({ seed, offset: offset + this.#passed, limit: PAGE });
    if (!answer) return;
    const [added] = this.#append(answer.items);
    this.#place.limit = this.list.children.length;
    added?.querySelector("a")?.focus();
    this.say(added ? _("{count} more.", { count: answer.items.length }) : _("That was all of them."));
    this.#tellState();
    this.note();
  }

  /** As many films as have left the list, without a word. */
  async fill() {
    const gaps = this.#size - this.list.children.length;
    const { seed, offset } = this.#place;
    const answer = gaps > 0 && (await this.#fetch({ seed, offset: offset + this.#passed, limit: gaps }));
    if (answer) this.#append(answer.items);
    this.note();
  }

  /**
   * The list under an address that this page has shown before, or else what the address says.
   *
   * @param {string} address
   */
  async open(address) {
    if (this.#restore(this.#lists.get(address) ?? this.#stored(address))) return;
    const place = placeIn(address);
    this.#shown.clear();
    const answer = await this.#fetch(place);
    if (!answer) return;
    this.#total = answer.total;
    this.#replace(answer);
    this.note();
  }

  /**
   * The list that the tab remembers for an address, if what the visitor has said about films shaped one.
   *
   * @param {string} address
   */
  reopen(address) {
    return this.#restore(this.#stored(address));
  }

  /** The address of what is shown, in place of the page's own. */
  note() {
    history.replaceState(null, "", addressOf(this.form, this.#place));
    this.#rememberList();
  }

  #push() {
    const address = addressOf(this.form, this.#place);
    if (address !== location.pathname + location.search) history.pushState(null, "", address);
    this.#rememberList();
  }

  #rememberList() {
    const state = { cards: this.films.cards, place: { ...this.#place }, left: this.#left, total: this.#total, title: this.#title, shown: [...this.#shown] };
    this.#lists.set(location.pathname + location.search, state);
    if (this.memory.size) this.#kept.keep(location.search, state);
  }

  /** @param {string} address */
  #stored(address) {
    return this.memory.size ? this.#kept.recall(new URL(address, location.href).search, isList) : null;
  }

  /** @param {ShownList | null} state */
  #restore(state) {
    if (!state) return false;
    this.#asked += 1;
    this.films.put(itemsIn(state.cards));
    [this.#place, this.#left, this.#total, this.#title] = [{ ...state.place }, state.left, state.total, state.title];
    this.#shown = new Set(state.shown);
    this.#size = this.list.children.length;
    this.#tellState();
    this.#lists.set(location.pathname + location.search, state);
    return true;
  }

  /** How many films of the order the list has used up: those that have left it too. */
  get #passed() {
    return Math.max(this.#size, this.list.children.length);
  }

  #counted() {
    return plural("{count} film fits.", "{count} films fit.", this.#total);
  }

  /** @param {number} limit */
  async #beginAgain(limit) {
    this.#shown.clear();
    const answer = await this.#fetch({ offset: 0, limit });
    if (!answer) return;
    this.#total = answer.total;
    this.#replace(answer);
    this.#push();
    this.say(answer.message || _("You have been through all of them; they begin again in a new order."));
  }

  /**
   * Films from a place on; the answer has the place with its seed. Null where none came, or another question was newer.
   *
   * @param {ListPlace} place
   */
  async #fetch(place) {
    const ticket = ++this.#asked;
    this.list.setAttribute("aria-busy", "true");
    try {
      const answer = await fetchFilms(this.#question(place), this.memory, this.#shown);
      if (ticket !== this.#asked) return null;
      this.#left = answer.total - answer.items.length - (this.memory.size ? 0 : place.offset);
      return { ...answer, place: { ...place, seed: answer.seed } };
    } catch (error) {
      if (ticket === this.#asked) this.say(_("The films could not be fetched: {reason}", { reason: error instanceof Error ? error.message : String(error) }));
      return null;
    } finally {
      if (ticket === this.#asked) this.list.removeAttribute("aria-busy");
    }
  }

  /**
   * Where likes shape the order, what was shown is left out instead of passed over.
   *
   * @param {ListPlace} place
   */
  #question({ seed, offset, limit }) {
    return { ...wanted(this.form), seed, limit, ...(this.memory.size ? {} : { offset }) };
  }

  /** @param {{ items: Element[], place: ListPlace, title: string }} answer */
  #replace({ items, place, title }) {
    [this.#place, this.#title] = [place, title];
    this.films.put([]);
    this.#size = 0;
    this.#append(items);
    this.#tellState();
  }

  #tellState() {
    const single = this.#place.limit === 1;
    this.showState({ count: this.list.children.length, left: this.#left, goal: String(wanted(this.form).goal), title: this.#title, single });
  }

  /**
   * Add cards; gives their list items.
   *
   * @param {Element[]} items
   */
  #append(items) {
    this.films.add(items);
    this.#noteShown();
    this.#size = Math.max(this.#size, this.list.children.length);
    return items;
  }

  #noteShown() {
    for (const id of this.films.ids) this.#shown.add(id);
  }
}
