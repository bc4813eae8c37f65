// The mood journal, if a visitor has switched it on: when which mood was seen or said, kept in this browser alone.

import { MOODS } from "./moods.js";

export const KEY = "moviefy.journal";
const MOST = 5_000; // notes; the oldest go first
const SITTING_S = 600; // of one sitting the last mood counts

/** @typedef {[at: number, mood: string]} Note at: seconds since 1970 */
/** @typedef {{ on: boolean, notes: Note[] }} Journal the oldest note first */

/** @param {any} one */
const isNote = (one) => Array.isArray(one) && Number.isInteger(one[0]) && one[0] > 0 && one[0] < 1e11 && MOODS.includes(one[1]);

/**
 * What was stored, without anything that these pages did not write.
 *
 * @param {any} stored
 * @returns {Journal}
 */
export function cleaned(stored) {
  const notes = Array.isArray(stored?.notes) ? stored.notes.filter(isNote) : [];
  const sorted = notes.sort((/** @type {Note} */ [one], /** @type {Note} */ [other]) => one - other);
  return { on: stored?.on === true, notes: sorted.slice(-MOST) };
}

/** The journal as it is stored; off and empty where there is none. */
export function readJournal() {
  try {
    return cleaned(JSON.parse(localStorage.getItem(KEY) ?? "null"));
  } catch {
    return cleaned(null); // storage is off, or holds something else
  }
}

/**
 * Store it; one that is off and empty leaves nothing behind. Gives whether the browser did.
 *
 * @param {Journal} journal
 */
export function writeJournal(journal) {
  try {
    if (journal.on || journal.notes.length) localStorage.setItem(KEY, JSON.stringify(cleaned(journal)));
    else localStorage.removeItem(KEY);
    return true;
  } catch {
    return false;
  }
}

/**
 * A mood was seen or said now. Nothing is written unless the journal is on.
 *
 * @param {string | undefined} mood anything but a mood is passed over
 */
export function note(mood, now = Date.now() / 1000) {
  const journal = readJournal();
  const at = Math.floor(now);
  if (!journal.on || !mood || !MOODS.includes(mood)) return;
  if (Math.abs(at - (journal.notes.at(-1)?.[0] ?? 0)) < SITTING_S) journal.notes.pop();
  writeJournal({ ...journal, notes: [...journal.notes, [at, mood]] });
}
