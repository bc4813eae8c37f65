// Finds films of the catalog by the titles and years that other sites write: punctuation, accents, articles, "&", Roman
// numerals and a year too many or too few make no difference. Pure.

/** @typedef {[id: string, title: string, year: number, original?: string]} Film as in /movies/titles.json, best known first */

/**
 * @typedef {object} Named a film as another site names it
 * @property {string[]} titles its title, and the original one if there is another
 * @property {number | null} year
 * @property {string} [imdb] its id at IMDb
 */

/** @type {Record<string, string>} letters that are no other letter with an accent */
const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", þ: "th", ł: "l", ı: "i" };
const ARTICLES = "the|a|an|le|la|les|el|los|las|il|lo|gli|der|die|das|ein|eine|un|une|o|os|as|de|het|den|det";
const LEADING = new RegExp(`^(?:${ARTICLES}) (?=.)`);
const TRAILING = new RegExp(`^(.*), (${ARTICLES}|l')$`, "i");
/** @type {Record<string, string>} words that are also written in another way */
const SAME = { vol: "volume", pt: "part", vs: "versus", n: "and", two: "2", three: "3", four: "4", five: "5", six: "6", seven: "7", eight: "8", nine: "9", ten: "10" };
const ROMAN = ["ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii"];
ROMAN.forEach((word, index) => (SAME[word] = String(index + 2)));

/**
 * A title as plain words.
 *
 * @param {string} title
 */
function wordsOf(title) {
  const words = title.replace(TRAILING, "$2 $1").normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
    .replace(/[ßæœøđðþłı]/g, (letter) => LETTERS[letter] ?? letter).replace(/[&+]/g, " and ").replace(/['’‘`´]/g, "")
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ").trim();
  return words.split(" ").map((word, index) => (index ? (SAME[word] ?? word) : word)).join(" ");
}

/**
 * What two ways to write a title have in common: its letters and digits without spaces, accents and leading article.
 *
 * @param {string} title
 */
export function keyOf(title) {
  return wordsOf(title).replace(LEADING, "").replaceAll(" ", "");
}

/**
 * The same for the part before a colon, a dash or a bracket; "" where there is none.
 *
 * @param {string} title
 */
function shortKeyOf(title) {
  const part = title.split(/: | [-–—] | \(| or: /)[0] ?? "";
  return part === title ? "" : keyOf(part);
}

/** @type {(places: Map<string, number[]>, key: string, place: number) => void} */
function add(places, key, place) {
  if (!key) return;
  const found = places.get(key);
  if (!found) places.set(key, [place]);
  else if (found.at(-1) !== place) found.push(place);
}

export class TitleIndex {
  /** @type {Map<string, number[]>} */
  #whole = new Map();
  /** @type {Map<string, number[]>} */
  #short = new Map();
  /** @type {Map<string, Film>} */
  #byId = new Map();

  /** @param {Film[]} films */
  constructor(films) {
    this.films = films;
    films.forEach(([id, title, , original], place) => {
      this.#byId.set(id, films[place]);
      for (const one of original ? [title, original] : [title]) {
        add(this.#whole, keyOf(one), place);
        add(this.#short, shortKeyOf(one), place);
      }
    });
  }

  /**
   * The year of a film; undefined for one that the catalog lacks.
   *
   * @param {string} id
   */
  yearOf(id) {
    return this.#byId.get(id)?.[2];
  }

  /**
   * The film that is meant; null where none is, or several could be.
   *
   * @param {Named} named
   * @returns {Film | null}
   */
  find({ titles, year, imdb }) {
    const byImdb = imdb && this.#byId.get(imdb);
    if (byImdb) return byImdb;
    for (const title of titles) {
      const found = this.#nearest(this.#whole.get(keyOf(title)), title, year);
      if (found) return found;
    }
    for (const title of titles) {
      const found = this.#only([...(this.#whole.get(shortKeyOf(title)) ?? []), ...(this.#short.get(keyOf(title)) ?? [])], year);
      if (found) return found;
    }
    return null;
  }

  /**
   * Of films with the same key the one of that year, or of a year beside it; without a year only where there is one film.
   *
   * @param {number[] | undefined} places
   * @param {string} title
   * @param {number | null} year
   */
  #nearest(places, title, year) {
    if (!places) return null;
    const films = places.map((place) => /** @type {Film} */ (this.films[place]));
    if (year === null) return films.length === 1 ? (films[0] ?? null) : null;
    /** @param {Film} film */
    const distance = (film) => Math.abs(film[2] - year) + (wordsOf(film[1]) === wordsOf(title) ? 0 : 0.5);
    const near = films.filter((film) => Math.abs(film[2] - year) <= 1);
    return near.length ? near.reduce((best, film) => (distance(film) < distance(best) ? film : best)) : null;
  }

  /**
   * The one film of exactly that year.
   *
   * @param {number[]} places
   * @param {number | null} year
   */
  #only(places, year) {
    const films = [...new Set(places)].map((place) => /** @type {Film} */ (this.films[place])).filter((film) => film[2] === year);
    return films.length === 1 ? (films[0] ?? null) : null;
  }
}
