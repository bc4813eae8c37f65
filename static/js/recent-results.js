// The last few results of a page that shows one after the other, each under a name, for this tab alone. Where the browser
// has no room for all, the oldest go first; where it stores nothing, nothing is remembered.

import { ResultsMemory } from "./results-memory.js";

const isEntry = (entry) => Array.isArray(entry) && entry.length === 2 && typeof entry[0] === "string";

export class RecentResults {
  #memory;
  #most;

  /** `page`: the page's name; `most`: how many results are kept. */
  constructor(page, most) {
    this.#memory = new ResultsMemory(page);
    this.#most = most;
  }

  keep(name, value) {
    const entries = [...this.#entries().filter(([other]) => other !== name), [name, value]].slice(-this.#most);
    while (entries.length && !this.#memory.keep(entries)) entries.shift();
  }

  /** What was kept under a name; null for nothing, or nothing sound. */
  recall(name, isSound) {
    const value = this.#entries().findLast(([other]) => other === name)?.[1];
    return value !== undefined && isSound(value) ? value : null;
  }

  #entries() {
    return this.#memory.recall(Array.isArray)?.filter(isEntry) ?? [];
  }
}
