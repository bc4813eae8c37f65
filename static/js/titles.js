// The titles of the catalog, fetched once a page and only when they are needed; browsers keep the file.

import { at } from "./root.js";
import { TitleIndex } from "./title-match.js";

const VERSION = 1;
/** @type {Promise<TitleIndex> | null} */
let asked = null;

/** All films by title and year. A failure is thrown, and the next call asks again. */
export function fetchTitles() {
  asked ??= load().catch((error) => {
    asked = null;
    throw error;
  });
  return asked;
}

async function load() {
  const answer = await fetch(at("/movies/titles.json"), { headers: { Accept: "application/json" } });
  const { version, films, error } = await answer.json();
  if (!answer.ok || version !== VERSION) throw new Error(error?.message ?? "another version");
  return new TitleIndex(films);
}
