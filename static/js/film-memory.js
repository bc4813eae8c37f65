// What a visitor said about films: liked, to be watched later, seen ("hidden"), disliked. It is kept in this browser
// alone, by film id with its title.

export const KEY = "moviefy.films";

/** @typedef {"liked" | "later" | "hidden" | "disliked"} Kind */
/** @typedef {Record<Kind, Record<string, string>>} Lists titles by film id, the newest last */

/** @type {Kind[]} */
export const KINDS = ["liked", "later", "hidden", "disliked"];
const MOST = 10_000; // of each kind; the oldest go first
const LONGEST = 300; // characters of a title
const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/;

/** @param {any} value */
const entriesOf = (value) => (value && typeof value === "object" && !Array.isArray(value) ? Object.entries(value) : []);

/**
 * What was stored, without anything that these pages did not write: a film is in one list at most.
 *
 * @param {any} stored
 * @returns {Lists}
 */
export function cleaned(stored) {
  const seen = new Set();
  /** @param {[string, unknown]} entry */
  const isSound = ([id, title]) => ID.test(id) && typeof title === "string" && title.length <= LONGEST && !seen.has(id) && seen.add(id);
  /** @param {Kind} kind */
  const kept = (kind) => Object.fromEntries(entriesOf(stored?.[kind]).filter(isSound).slice(-MOST));
  return { liked: kept("liked"), later: kept("later"), hidden: kept("hidden"), disliked: kept("disliked") };
}

/** @param {any} lists */
const countIn = (lists) => Object.values(lists).reduce((sum, list) => sum + Object.keys(list).length, 0);

export class FilmMemory extends EventTarget {
  #lists;
  #kept = true; // whether the browser stores anything
  #foreign = false; // whether something was stored that these pages did not write

  constructor() {
    super();
    this.#lists = this.#read();
    addEventListener("storage", ({ key }) => (key === KEY || key === null) && this.reload());
    // A page that Back finds as it was has missed what other pages were told meanwhile.
    addEventListener("pageshow", ({ persisted }) => persisted && this.reload());
  }

  /** Something else has written: that too is a change, and what it hid goes here as well. */
  reload() {
    this.#lists = this.#read();
    this.dispatchEvent(new Event("change"));
    this.dispatchEvent(new Event("elsewhere"));
  }

  /** Whether what is said now will still be here on another page. */
  get isKept() {
    return this.#kept;
  }

  /** Whether something else was found where the lists are stored; it is left out, and goes with the next change. */
  get isForeign() {
    return this.#foreign;
  }

  /** A copy of all lists. */
  get lists() {
    return cleaned(this.#lists);
  }

  /** @param {Kind} kind */
  ids(kind) {
    return Object.keys(this.#lists[kind]);
  }

  /**
   * {id: title} of one kind, the newest last.
   *
   * @param {Kind} kind
   */
  entries(kind) {
    return { ...this.#lists[kind] };
  }

  get size() {
    return KINDS.reduce((sum, kind) => sum + this.ids(kind).length, 0);
  }

  /**
   * What was said about a film; null for nothing.
   *
   * @param {string} id
   */
  kindOf(id) {
    return KINDS.find((kind) => Object.hasOwn(this.#lists[kind], id)) ?? null;
  }

  /**
   * Say something about a film, or with null take it back: a film is in one list at most.
   *
   * @param {string} id
   * @param {string} title
   * @param {Kind | null} kind
   */
  put(id, title, kind) {
    for (const list of Object.values(this.#lists)) delete list[id];
    if (kind) this.#lists[kind][id] = title;
    this.#write();
  }

  /**
   * Other lists in place of all; without, none. Gives whether the browser keeps them: where it does not, nothing changes.
   *
   * @param {Lists | null} [lists]
   */
  replace(lists = null) {
    const before = this.#lists;
    this.#lists = cleaned(lists);
    this.#write();
    if (this.#kept) return true;
    this.#lists = before;
    this.#write();
    return false;
  }

  #read() {
    let stored = null;
    try {
      stored = localStorage.getItem(KEY);
      const lists = cleaned(JSON.parse(stored ?? "null"));
      this.#foreign = stored !== null && (countIn(lists) === 0 || countIn(JSON.parse(stored)) !== countIn(lists));
      return lists;
    } catch {
      this.#foreign = stored !== null; // otherwise storage is off
      return cleaned(null);
    }
  }

  #write() {
    this.#lists = cleaned(this.#lists);
    try {
      if (this.size) localStorage.setItem(KEY, JSON.stringify(this.#lists));
      else localStorage.removeItem(KEY);
      this.#kept = true;
    } catch {
      this.#kept = false;
    }
    this.dispatchEvent(new Event("change"));
  }
}
