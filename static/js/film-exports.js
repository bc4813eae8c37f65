// Reads what other film sites let people take along: Letterboxd's zip or any csv in it, IMDb's csv of ratings or of the
// watchlist; and a copy that /mine saved itself. Everything stays in the browser.

import { parseCsv } from "./csv.js";
import { cleaned as cleanedJournal } from "./journal.js";
import { cleaned } from "./film-memory.js";
import { _ } from "./language.js";
import { unzipped } from "./zip.js";

/** @typedef {import("./film-memory.js").Kind} Kind */
/** @typedef {import("./film-memory.js").Lists} Lists */

/**
 * @typedef {import("./title-match.js").Named & { kind: Kind, weight: number, date: string }} Wish what an export says about
 *   a film: of several the one with most weight counts
 */

/**
 * @typedef {object} Found
 * @property {Wish[]} wishes in the order of their dates
 * @property {Lists[]} copies lists that /mine saved
 * @property {import("./journal.js").Note[]} notes of the journal in such a copy
 * @property {string[]} problems a sentence for each file that is not used, or not whole
 */

/** A file that cannot be used; the message is a sentence for the visitor. */
class UselessFile extends Error {}

export const MOST_BYTES = 20_000_000;
const MOST_ROWS = 100_000;
const [LIKED_FROM, DISLIKED_BELOW] = [0.7, 0.5]; // 3.5 and 2.5 of 5, 7 and 5 of 10
/** What an export says weighs more, the more it says. */
const [PLANNED, WATCHED, RATED, HEARTED] = [0, 1, 2, 3];
const NO_FILM = /series|episode|game|podcast/i;
const IN_ZIP = /^(?:[^/]+\/)?(?:(?:ratings|watched|watchlist)\.csv|likes\/films\.csv)$/;
const NOT_IN_ZIP = /^(?:deleted|orphaned)\//;
const ZIP_SIGN = [0x50, 0x4b, 0x03, 0x04];

/**
 * Everything that some files say about films. Never throws: a file that is no use becomes a sentence.
 *
 * @param {Iterable<File>} files
 * @returns {Promise<Found>}
 */
export async function readExports(files) {
  /** @type {Found} */
  const found = { wishes: [], copies: [], notes: [], problems: [] };
  for (const file of files) {
    try {
      await read(file, found);
    } catch (error) {
      const name = file.name.slice(0, 80);
      found.problems.push(error instanceof UselessFile ? error.message : _("{name} cannot be read.", { name }));
    }
  }
  found.wishes.sort((one, other) => one.date.localeCompare(other.date));
  return found;
}

/**
 * @param {File} file
 * @param {Found} found
 */
async function read(file, found) {
  const name = file.name.slice(0, 80);
  if (file.size > MOST_BYTES) throw new UselessFile(_("{name} is larger than 20 MB, far more than a list of films.", { name }));
  const content = new Uint8Array(await file.arrayBuffer());
  if (ZIP_SIGN.every((byte, place) => content[place] === byte)) return readZip(content.buffer, name, found);
  const text = decoded(content);
  if (/^\s*\{/.test(text)) return readCopy(text, name, found);
  readCsv(text, name, found);
}

/**
 * UTF-8, or what older exports of IMDb are written in.
 *
 * @param {Uint8Array} content
 */
function decoded(content) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return new TextDecoder("windows-1252").decode(content);
  }
}

/**
 * @param {ArrayBuffer} archive
 * @param {string} name
 * @param {Found} found
 */
async function readZip(archive, name, found) {
  let files;
  try {
    files = await unzipped(archive, (entry) => IN_ZIP.test(entry) && !NOT_IN_ZIP.test(entry), MOST_BYTES);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UselessFile(_("{name} is damaged or not whole; please download it once more.", { name }));
  }
  if (!files.size) throw new UselessFile(_("{name} holds no list of Letterboxd's: ratings.csv, watched.csv or watchlist.csv.", { name }));
  for (const [entry, content] of files) readCsv(decoded(content), entry, found);
}

/**
 * @param {string} text
 * @param {string} name
 * @param {Found} found
 */
function readCopy(text, name, found) {
  let copy;
  try {
    copy = JSON.parse(text);
  } catch {
    throw new UselessFile(_("{name} is damaged or not whole; please download it once more.", { name }));
  }
  if (copy.moviefy !== 1) throw new UselessFile(_("{name} is no copy of your films that was saved here.", { name }));
  found.copies.push(cleaned(copy.films));
  found.notes.push(...cleanedJournal({ notes: copy.journal }).notes);
}

/**
 * @param {string} text
 * @param {string} name
 * @param {Found} found
 */
function readCsv(text, name, found) {
  const { rows, isCut } = parseCsv(text, MOST_ROWS + 1);
  const [header = [], ...films] = rows;
  const columns = new Map(header.map((cell, place) => [cell.trim().toLowerCase(), place]));
  const reader = readerFor(columns, name);
  if (!reader) throw new UselessFile(_("{name} is no list that Letterboxd or IMDb write: its first row names no films.", { name }));
  if (films.length >= MOST_ROWS) throw new UselessFile(_("{name} has more rows than there are films to see in a life: nothing of it was read.", { name }));
  /** @type {(row: string[]) => (column: string) => string} */
  const cellsOf = (row) => (column) => (row[columns.get(column) ?? -1] ?? "").trim();
  found.wishes.push(...films.flatMap((row) => reader(cellsOf(row)) ?? []));
  if (isCut) found.problems.push(_("{name} ends in the middle of a row; the {count} rows before it are used.", { name, count: films.length }));
}

/**
 * How to read a row of a file with these columns; null for a file that is not known.
 *
 * @param {Map<string, number>} columns
 * @param {string} name
 * @returns {((cell: (column: string) => string) => Wish | null) | null}
 */
function readerFor(columns, name) {
  /** @param {string[]} wanted */
  const has = (...wanted) => wanted.every((column) => columns.has(column));
  if (has("name", "year") && (has("letterboxd uri") || has("date"))) return (cell) => letterboxdWish(cell, name);
  if (has("const", "title")) return imdbWish;
  return null;
}

/** @param {string} text */
function yearIn(text) {
  return /^\d{4}$/.test(text) ? Number(text) : null;
}

/**
 * What a rating says, as a share of the most that can be given; null for none.
 *
 * @param {string} rating
 * @param {number} most
 * @returns {Kind | null}
 */
export function kindOf(rating, most) {
  const share = rating === "" ? NaN : Number(rating) / most;
  if (!(share >= 0 && share <= 1)) return null;
  if (share >= LIKED_FROM) return "liked";
  return share < DISLIKED_BELOW ? "disliked" : "hidden";
}

/**
 * @param {(column: string) => string} cell
 * @param {string} name
 * @returns {Wish | null}
 */
function letterboxdWish(cell, name) {
  if (!cell("name")) return null;
  const rated = kindOf(cell("rating"), 5);
  const said = { titles: [cell("name")], year: yearIn(cell("year")), date: cell("date") };
  if (rated) return { ...said, kind: rated, weight: RATED };
  if (/watchlist/i.test(name)) return { ...said, kind: "later", weight: PLANNED };
  if (/likes/i.test(name)) return { ...said, kind: "liked", weight: HEARTED };
  return { ...said, kind: "hidden", weight: WATCHED };
}

/**
 * A list with positions is a watchlist: what somebody has rated in it was seen all the same.
 *
 * @param {(column: string) => string} cell
 * @returns {Wish | null}
 */
function imdbWish(cell) {
  const titles = [cell("title"), cell("original title")].filter(Boolean);
  if (!titles.length || NO_FILM.test(cell("title type"))) return null;
  const rated = kindOf(cell("your rating"), 10);
  const said = { titles, year: yearIn(cell("year")), imdb: cell("const"), date: cell("date rated") || cell("created") };
  return rated ? { ...said, kind: rated, weight: RATED } : { ...said, kind: "later", weight: PLANNED };
}
