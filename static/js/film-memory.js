// What a visitor said about films: liked, disliked, hidden. It is kept in this browser alone, by film id with its title.

const KEY = "moviefy.films";
export const KINDS = ["liked", "disliked", "hidden"];
const MOST = 5_000; // of each kind; the oldest go first
const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/;

/** What was stored, without anything that these pages did not write. */
export function cleaned(stored) {
  const sound = ([id, title]) => ID.test(id) && typeof title === "string";
  const list = (kind) => (typeof stored?.[kind] === "object" ? Object.entries(stored[kind] ?? {}) : []);
  return Object.fromEntries(KINDS.map((kind) => [kind, Object.fromEntries(list(kind).filter(sound).slice(-MOST))]));
}

export class FilmMemory extends EventTarget {
  #lists;
  #kept = true; // whether the browser stores anything

  constructor() {
    super();
    this.#lists = this.#read();
    addEventListener("storage", ({ key }) => {
      if (key !== KEY && key !== null) return;
      this.#lists = this.#read();
      this.dispatchEvent(new Event("change"));
    });
  }

  /** Whether what is said now will still be here on another page. */
  get isKept() {
    return this.#kept;
  }

  ids(kind) {
    return Object.keys(this.#lists[kind]);
  }

  /** {id: title} of one kind, the newest last. */
  entries(kind) {
    return { ...this.#lists[kind] };
  }

  get size() {
    return KINDS.reduce((sum, kind) => sum + this.ids(kind).length, 0);
  }

  /** What was said about a film; null for nothing. */
  kindOf(id) {
    return KINDS.find((kind) => id in this.#lists[kind]) ?? null;
  }

  /** Say something about a film, or with null take it back: a film is in one list at most. */
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
      return cleaned(JSON.parse(localStorage.getItem(KEY)));
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
