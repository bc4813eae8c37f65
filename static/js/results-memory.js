// What a page showed, kept for this tab alone (sessionStorage), so that Back and a reload bring the same back.
//
//   const results = new ResultsMemory("live");   // one name for each page
//   results.keep(value);                         // anything that JSON can hold; false if the browser keeps nothing
//   results.recall(isSound);                     // what was kept last; null for nothing, or nothing sound
//   results.forget();
//
// recall() never throws: storage that is off, full, damaged, or written by another version counts as nothing. `isSound`
// looks at the value before anybody uses it: pages must not trust what they find. Whoever keeps a list keeps its
// address complete as well (history.replaceState), so that the films are found again where storage is off.

export const VERSION = 1; // raise it when the shape of a kept value changes: older ones are then left alone
const PREFIX = "moviefy.results.";

export class ResultsMemory {
  #key;

  /** @param {string} name */
  constructor(name) {
    this.#key = PREFIX + name;
  }

  /**
   * Keep a value in place of the one before. Gives whether the browser did.
   *
   * @param {unknown} value
   */
  keep(value) {
    try {
      sessionStorage.setItem(this.#key, JSON.stringify({ version: VERSION, value }));
      return true;
    } catch {
      this.forget(); // an older result would be a wrong one
      return false;
    }
  }

  /**
   * @template T
   * @param {(value: any) => value is T} isSound
   * @returns {T | null}
   */
  recall(isSound) {
    try {
      const { version, value } = JSON.parse(sessionStorage.getItem(this.#key) ?? "null");
      return version === VERSION && value !== undefined && isSound(value) ? value : null;
    } catch {
      return null;
    }
  }

  forget() {
    try {
      sessionStorage.removeItem(this.#key);
    } catch {
      // where storage is off, nothing was kept
    }
  }
}
