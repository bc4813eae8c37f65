// The last few results of a page that shows one after the other, each under a name, for this tab alone. Where the browser
// has no room for all, the oldest go first; where it stores nothing, nothing is remembered.

import { ResultsMemory } from "./results-memory.js";

/**
 * @param {unknown} entry
 * @returns {entry is [string, unknown]}
 */
const isEntry = (entry) => Array.isArray(entry) && entry.length === 2 && typeof entry[0] === "string";

export class RecentResults {
  #memory;
  #most;

  /**
   * @param {string} page the page's name
   * @param {number} most how many results are kept
   */
  constructor(page, most) {
    this.#memory = new ResultsMemory(page);
    this.#most = most;
  }

  /**
   * @param {string} name
   * @param {unknown} value anything that JSON can hold
   */
  keep(name, value) {
    const others = this.#entries().filter(([other]) => other !== name);
    others.push([name, value]);
    const entries = others.slice(-this.#most);
    while (entries.length && !this.#memory.keep(entries)) entries.shift();
  }

  /**
   * What was kept under a name; null for nothing, or nothing sound.
   *
   * @template T
   * @param {string} name
   * @param {(value: any) => value is T} isSound
   * @returns {T | null}
   */
  recall(name, isSound) {
    const value = this.#entries().findLast(([other]) => other === name)?.[1];
    return value !== undefined && isSound(value) ? value : null;
  }

  #entries() {
    const stored = this.#memory.recall(Array.isArray) ?? [];
    return stored.filter(isEntry);
  }
}
