// The films of the camera page in its address and in this tab's memory, so that Back and a reload find the same ones.

import { addressOf } from "./film-question.js";
import { ResultsMemory } from "./results-memory.js";

const SAVE_MS = 1_000; // after other films came: as markup they are work, and the page is busy enough just then
const results = new ResultsMemory("live");
/** @typedef {import("./film-rows.js").Row} Row */

/**
 * @typedef {object} Kept what stood on the page
 * @property {string} address
 * @property {Finding} finding
 * @property {import("./sessions.js").Source} source
 * @property {Row[]} rows
 * @property {number} scroll in pixels
 */

/** @param {any} row */
const isRow = (row) => typeof row?.name === "string" && typeof row.cards === "string" && Number.isInteger(row.total);

/**
 * @param {any} value
 * @returns {value is Kept}
 */
function isSound(value) {
  const { address, finding, rows, scroll } = value;
  return typeof address === "string" && typeof finding?.key === "string" && Array.isArray(rows) && rows.every(isRow) && scroll >= 0;
}

export class KeptFilms {
  /** @type {Pick<Kept, "address" | "finding"> | null} */
  #kept = null; // what is on the page
  /** @type {number | undefined} */
  #saving;

  /**
   * @param {object} options
   * @param {import("./film-rows.js").FilmRows} options.rows
   * @param {() => Kept["source"]} options.source gives which camera it was
   */
  constructor({ rows, source }) {
    this.rows = rows;
    this.source = source;
  }

  /**
   * These films are on the page now. What the visitor asked for has an entry of its own to go back from.
   *
   * @param {Finding} finding
   * @param {Place} place
   * @param {boolean} isVisitors
   */
  place(finding, place, isVisitors) {
    const address = addressOf(finding, place);
    const change = isVisitors && this.#kept ? "pushState" : "replaceState";
    history[change](null, "", address);
    this.#kept = { address, finding };
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => this.save(), SAVE_MS);
  }

  /** Keep them as they are now. */
  save() {
    if (!this.#kept) return;
    results.keep({ ...this.#kept, source: this.source(), rows: this.rows.rows, scroll: Math.round(scrollY) });
  }

  /** What was kept for this address; null for nothing. */
  find() {
    const kept = results.recall(isSound);
    if (!kept || kept.address !== location.pathname + location.search) return null;
    this.#kept = { address: kept.address, finding: kept.finding };
    history.scrollRestoration = "manual"; // the browser would scroll before the films are there
    return kept;
  }
}
