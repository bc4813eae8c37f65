// The films page: which films are on it, and which come next. Nothing comes twice until every film was there.

import { fetchFilms, filmCard } from "./film-card.js";

const PAGE = 12;
const LISTS = ["group"];
const NUMBERS = ["year_from", "year_to", "runtime_from", "runtime_to", "rating_from", "breadth"];

/** A form's values as the API takes them: without blanks, numbers as numbers, lists as lists. */
export function wanted(form) {
  const data = new FormData(form);
  const pairs = [...new Set(data.keys())].map((name) => {
    const values = data.getAll(name).filter((value) => value !== "");
    if (LISTS.includes(name)) return [name, values.length ? values : undefined];
    return [name, values.length && NUMBERS.includes(name) ? Number(values[0]) : values[0]];
  });
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
}

export class FilmBrowser {
  #shown = new Set(); // ids that were on the page since the order began
  #total = 0; // how many films fit
  #size = 0; // how many films the list has when none is missing
  #asked = 0; // the newest question wins

  constructor({ form, list, template, memory, seed, total, say, showState }) {
    Object.assign(this, { form, list, template, memory, seed, say, showState });
    this.#total = total;
    this.#size = list.children.length;
    this.#noteShown();
  }

  /** Other wishes: a list from the beginning of the order. `words` go before the count. */
  async begin(words = "") {
    this.#shown.clear();
    const answer = await this.#fetch(PAGE);
    if (!answer) return;
    this.#total = answer.total;
    this.#replace(answer);
    this.say([words, answer.message ?? this.#counted()].filter(Boolean).join(" "));
  }

  /** Other films in place of these: the next of the order, and a new order when all have been there. */
  async next(limit = PAGE) {
    const answer = await this.#fetch(limit);
    if (!answer) return;
    if (!answer.movies.length) return this.#beginAgain(limit);
    this.#replace(answer, limit);
    this.say(limit === 1 ? `One for you: ${answer.movies[0].title}.` : this.#counted());
  }

  /** The next of the order below these. */
  async more() {
    const answer = await this.#fetch(PAGE);
    if (!answer) return;
    const [first] = this.#append(answer.movies);
    first?.querySelector("a").focus();
    this.say(first ? `${answer.movies.length} more.` : "That was all of them.");
    this.#tellState(answer, this.list.children.length);
  }

  /** As many films as have left the list, without a word. */
  async fill() {
    const gaps = this.#size - this.list.children.length;
    const answer = gaps > 0 && (await this.#fetch(gaps));
    if (answer) this.#append(answer.movies);
  }

  #counted() {
    const films = this.#total === 1 ? "film fits" : "films fit";
    return `${this.#total.toLocaleString("en")} ${films}.`;
  }

  async #beginAgain(limit) {
    this.#shown.clear();
    this.seed = undefined;
    const answer = await this.#fetch(limit);
    if (!answer) return;
    this.#total = answer.total;
    this.#replace(answer, limit);
    this.say(answer.message ?? "You have been through all of them; they begin again in a new order.");
  }

  async #fetch(limit) {
    const ticket = ++this.#asked;
    this.list.setAttribute("aria-busy", "true");
    try {
      const answer = await fetchFilms(this.#question(limit), { inBody: true });
      if (ticket !== this.#asked) return null;
      this.seed = answer.seed;
      return answer;
    } catch (error) {
      if (ticket === this.#asked) this.say(`The films could not be fetched: ${error.message}`);
      return null;
    } finally {
      if (ticket === this.#asked) this.list.removeAttribute("aria-busy");
    }
  }

  #question(limit) {
    const exclude = [...new Set([...this.memory.ids("hidden"), ...this.#shown])];
    const [liked, disliked] = [this.memory.ids("liked"), this.memory.ids("disliked")];
    return { ...wanted(this.form), limit, seed: this.seed, exclude, liked, disliked };
  }

  #replace(answer, limit = PAGE) {
    this.list.replaceChildren();
    this.#size = 0;
    this.#append(answer.movies);
    this.#tellState(answer, limit);
  }

  #tellState({ movies, total, mood, goal }, limit) {
    this.showState({ count: movies.length, left: total - movies.length, mood, goal, single: limit === 1 });
  }

  /** Add cards; gives their list items. */
  #append(movies) {
    const before = this.list.children.length;
    this.list.append(...movies.map((film) => filmCard(this.template, film)));
    this.#noteShown();
    this.#size = Math.max(this.#size, this.list.children.length);
    this.list.dispatchEvent(new Event("films"));
    return [...this.list.children].slice(before);
  }

  #noteShown() {
    for (const film of this.list.querySelectorAll("[data-film]")) this.#shown.add(film.dataset.film);
  }
}
