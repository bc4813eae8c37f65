// Brings what an export says together with the lists of this browser. Pure. What somebody has said here stays; but a film
// that was to be watched later and has been seen meanwhile moves to where the export has it.

import { KINDS } from "./film-memory.js";

/** @typedef {import("./film-memory.js").Kind} Kind */
/** @typedef {import("./film-memory.js").Lists} Lists */
/** @typedef {import("./film-exports.js").Wish} Wish */

/**
 * @typedef {object} Merged
 * @property {Lists} lists
 * @property {Record<Kind, number>} added how many films came to each list
 * @property {number} kept how many films had their place already
 * @property {string[]} missing films that the catalog lacks, as their titles with years
 */

/**
 * @param {Lists} lists stay as they are
 * @param {Wish[]} wishes
 * @param {Lists[]} copies
 * @param {import("./title-match.js").TitleIndex} titles
 * @returns {Merged}
 */
export function merged(lists, wishes, copies, titles) {
  const { matched, missing } = matches(wishes, titles);
  const additions = [...matched.map(([id, { title, kind }]) => ({ id, title, kind })), ...copies.flatMap(filmsOf)];
  /** @type {Merged} */
  const result = { lists: structuredClone(lists), added: { liked: 0, later: 0, hidden: 0, disliked: 0 }, kept: 0, missing };
  const places = new Map(filmsOf(lists).map(({ id, kind }) => [id, kind]));
  for (const { id, title, kind } of additions) {
    const place = places.get(id);
    if (place && (place !== "later" || kind === "later")) {
      result.kept += 1;
      continue;
    }
    if (place) delete result.lists[place][id];
    result.lists[kind][id] = title;
    result.added[kind] += 1;
    places.set(id, kind);
  }
  return result;
}

/**
 * The films that are meant, each once, and the titles of those that the catalog lacks.
 *
 * @param {Wish[]} wishes
 * @param {import("./title-match.js").TitleIndex} titles
 */
function matches(wishes, titles) {
  /** @type {Map<string, { title: string, kind: Kind, weight: number }>} */
  const matched = new Map();
  const missing = new Set();
  for (const wish of wishes) {
    const film = titles.find(wish);
    if (!film) missing.add(wish.year ? `${wish.titles[0]} (${wish.year})` : String(wish.titles[0]));
    else if (wish.weight >= (matched.get(film[0])?.weight ?? 0)) {
      matched.delete(film[0]); // the newest stands last
      matched.set(film[0], { title: film[1], kind: wish.kind, weight: wish.weight });
    }
  }
  return { matched: [...matched], missing: [...missing] };
}

/**
 * Every film of some lists with where it stands.
 *
 * @param {Lists} lists
 */
export function filmsOf(lists) {
  return KINDS.flatMap((kind) => Object.entries(lists[kind]).map(([id, title]) => ({ id, title, kind })));
}
