// The films of the camera page in its address and in this tab's memory, so that Back and a reload find the same ones.

import { addressOf } from "./film-question.js";
import { ResultsMemory } from "./results-memory.js";

const results = new ResultsMemory("live");
const isRow = (row) => typeof row?.name === "string" && Array.isArray(row.movies) && row.movies.every((film) => film?.id);

function isSound({ address, finding, rows, scroll }) {
  return typeof address === "string" && typeof finding?.key === "string" && Array.isArray(rows) && rows.every(isRow) && scroll >= 0;
}

export class KeptFilms {
  #kept = null; // {address, finding}: what is on the page

  /** `source()` gives which camera it was. */
  constructor({ rows, source }) {
    Object.assign(this, { rows, source });
  }

  /** These films are on the page now. What the visitor asked for has an entry of its own to go back from. */
  place(finding, place, isVisitors) {
    const address = addressOf(finding, place);
    const change = isVisitors && this.#kept ? "pushState" : "replaceState";
    history[change](null, "", address);
    this.#kept = { address, finding };
    this.save();
  }

  /** Keep them as they are now. */
  save() {
    if (!this.#kept) return;
    results.keep({ ...this.#kept, source: this.source(), rows: this.rows.rows, scroll: Math.round(scrollY) });
  }

  /** What was kept for this address: {finding, rows, source, scroll}; null for nothing. */
  find() {
    const kept = results.recall(isSound);
    if (kept?.address !== location.pathname + location.search) return null;
    this.#kept = { address: kept.address, finding: kept.finding };
    history.scrollRestoration = "manual"; // the browser would scroll before the films are there
    return kept;
  }
}
