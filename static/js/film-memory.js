// What a visitor said about films: liked, disliked, hidden. It is kept in this browser alone, by film id with its title.

const KEY = "moviefy.films";

/** @typedef {"liked" | "disliked" | "hidden"} Kind */

/** @type {Kind[]} */
export const KINDS = ["liked", "disliked", "hidden"];
const MOST = 5_000; // of each kind; the oldest go first
const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/;

/**
 * What was stored, without anything that these pages did not write.
 *
 * @param {any} stored
 * @returns {Record<Kind, Record<string, string>>} titles by film id
 */
export function cleaned(stored) {
  /** @param {[string, unknown]} entry */
  const sound = ([id, title]) => ID.test(id) && typeof title === "string";
  /** @param {Kind} kind */
  const list = (kind) => (typeof stored?.[kind] === "object" ? Object.entries(stored[kind] ?? {}) : []);
  /** @param {Kind} kind */
  const kept = (kind) => Object.fromEntries(list(kind).filter(sound).slice(-MOST));
  return { liked: kept("liked"), disliked: kept("disliked"), hidden: kept("hidden") };
}

export class FilmMemory extends EventTarget {
  #lists;
  #kept = true; // whether the browser stores anything

  constructor() {
    super();
    this.#lists = this.#read();
    addEventListener("storage", ({ key }) => (key === KEY || key === null) && this.#readAgain());
    // A page that Back finds as it was has missed what other pages were told meanwhile.
    addEventListener("pageshow", ({ persisted }) => persisted && this.#readAgain());
  }

  #readAgain() {
    this.#lists = this.#read();
    this.dispatchEvent(new Event("change"));
  }

  /** Whether what is said now will still be here on another page. */
  get isKept() {
    return this.#kept;
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
    return KINDS.find((kind) => id in this.#lists[kind]) ?? null;
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

  forget() {
    this.#lists = cleaned(null);
    this.#write();
  }

  #read() {
    try {
      return cleaned(JSON.parse(localStorage.getItem(KEY) ?? "null"));
    } catch {
      return cleaned(null); // storage is off, or holds something else
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
