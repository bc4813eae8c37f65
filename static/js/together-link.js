// Links for two who are not in one place: what one of them likes and the mood, or the films that were found for both. All
// of it stands behind the "#", which browsers send to no server. Pure.
//
//   #1.p.<mood>.<id~id~..>.<sum>     #1.f.<id~id~..>.<sum>

import { MOODS } from "./moods.js";

const VERSION = "1";
export const MOST_LIKED = 20;
export const MOST_FILMS = 24;
const LONGEST = 4_000; // characters
const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/;

/** @typedef {{ mood: string, liked: string[] }} Person liked: film ids */

/**
 * A sum over a text, so that a link that was cut or altered is noticed (32-bit FNV-1a).
 *
 * @param {string} text
 */
function sumOf(text) {
  let sum = 0x811c9dc5;
  for (const letter of text) sum = Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return (sum >>> 0).toString(36);
}

/** @param {string[]} parts */
function sealed(...parts) {
  const text = [VERSION, ...parts].join(".");
  return `#${text}.${sumOf(text)}`;
}

/**
 * @param {Person} person of the likes the newest are taken
 */
export const linkOfPerson = ({ mood, liked }) => sealed("p", mood, liked.slice(-MOST_LIKED).join("~"));

/** @param {string[]} ids */
export const linkOfFilms = (ids) => sealed("f", ids.slice(0, MOST_FILMS).join("~"));

/**
 * What a link says: a person, or films; null where it is no whole link of this page.
 *
 * @param {string} hash with its "#"
 * @returns {{ person: Person } | { films: string[] } | null}
 */
export function readLink(hash) {
  const text = hash.slice(1);
  const parts = text.split(".");
  const sum = parts.pop();
  if (text.length > LONGEST || sum !== sumOf(parts.join(".")) || parts[0] !== VERSION) return null;
  const [, kind, ...rest] = parts;
  const ids = (rest.at(-1) ?? "").split("~").filter(Boolean);
  if (!ids.every((id) => ID.test(id)) || new Set(ids).size !== ids.length) return null;
  const mood = rest[0] ?? "";
  if (kind === "p" && rest.length === 2 && MOODS.includes(mood) && ids.length <= MOST_LIKED) return { person: { mood, liked: ids } };
  if (kind === "f" && rest.length === 1 && ids.length > 0 && ids.length <= MOST_FILMS) return { films: ids };
  return null;
}
