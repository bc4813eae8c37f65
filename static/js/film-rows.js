// The rows of films of the camera page: three goals for a mood, or a row by the face and one for each mood. They change
// only when they are told to; a film that leaves makes way for the next of its own row.

import { fetchFilms, filmCard } from "./film-card.js";
import { EACH, newSeed, questionOf } from "./film-question.js";
import { MOODS } from "./moods.js";
import { LOOKS } from "./words.js";

const GOALS = ["match", "lift", "calm"];
const SHOWN = 12;
const FETCHED = 24; // the rest stands in for films that leave, or that are in a row above

/** Which rows a finding has: {name, question}, and `mood` where the row lets one decide for a mood. */
export function plansFor(finding) {
  if (finding.mood) return GOALS.map((goal) => ({ name: goal, question: { ...questionOf(finding), goal } }));
  const each = MOODS.map((mood) => ({ name: mood, mood, question: { mood } }));
  if (finding.key === EACH.key) return each;
  const name = finding.key in LOOKS ? finding.key : `lean-${finding.lean}`;
  return [{ name, question: questionOf(finding) }, ...each];
}

/** The rows without films that are in a row above them, as long as enough are left. */
function withoutRepeats(rows) {
  const seen = new Set();
  return rows.map((row) => {
    const fresh = row.movies.filter(({ id }) => !seen.has(id));
    const movies = fresh.length >= SHOWN || row.total < FETCHED ? fresh : row.movies;
    movies.slice(0, SHOWN).forEach(({ id }) => seen.add(id));
    return { ...row, movies };
  });
}

export class FilmRows {
  #asked = 0; // the newest question wins
  #rows = []; // {name, mood, question, movies, total}: the first dozen of `movies` is on the page
  #words;

  /** `changed`: called when other films are there; `decided(mood)`: somebody chose a row's mood. */
  constructor({ element, memory, changed, decided }) {
    Object.assign(this, { memory, changed });
    this.root = element("film-rows");
    this.status = element("films-status");
    this.row = element("row-template");
    this.card = element("film-template");
    this.#words = new Map([...element("row-words").children].map(({ dataset }) => [dataset.row, { ...dataset }]));
    this.root.addEventListener("click", ({ target }) => {
      const mood = target.closest("[data-decide]")?.dataset.decide;
      if (mood) decided(mood);
      const arrow = target.closest("[data-scroll]");
      if (arrow) this.#scroll(arrow);
    });
  }

  get isEmpty() {
    return this.#rows.length === 0;
  }

  /** Whether somebody is at the films now: then they stay, also before a mood was locked. */
  get isBeingRead() {
    const isScrolled = [...this.root.querySelectorAll(".film-row")].some((list) => list.scrollLeft > 8);
    return !this.isEmpty && (isScrolled || scrollY > 120 || this.root.contains(document.activeElement));
  }

  /** What is on the page, to be kept; and brought back by restore(). */
  get rows() {
    return this.#rows;
  }

  restore(rows) {
    this.#asked += 1;
    this.#put(rows, { isStill: true });
  }

  /** Fetch and show a finding's films. Gives false where that failed, and null where another question came after. */
  async show(finding, { seed, offset }) {
    const ticket = ++this.#asked;
    this.root.setAttribute("aria-busy", "true");
    try {
      const rows = await Promise.all(plansFor(finding).map((plan) => this.#fetch(plan, seed, offset)));
      if (ticket !== this.#asked) return null;
      this.#put(withoutRepeats(rows));
      return true;
    } catch (error) {
      if (ticket === this.#asked) this.say(`The films could not be fetched: ${error.message}`);
      return ticket === this.#asked ? false : null;
    } finally {
      if (ticket === this.#asked) this.root.removeAttribute("aria-busy");
    }
  }

  /** The place after this one: the next films of the same order, or a new order once all of a row were there. */
  placeAfter({ seed, offset }) {
    const next = offset + FETCHED;
    const isOver = this.#rows.some(({ total }) => next >= total);
    return isOver ? { seed: newSeed(), offset: 0 } : { seed, offset: next };
  }

  /** Films in place of those that left. */
  fill() {
    for (const [index, list] of [...this.root.querySelectorAll(".film-row")].entries()) {
      const here = new Set([...list.querySelectorAll("[data-film]")].map(({ dataset }) => dataset.film));
      const row = this.#rows[index];
      row.movies = row.movies.filter(({ id }) => here.has(id) || !this.memory.kindOf(id));
      const next = row.movies.filter(({ id }) => !here.has(id)).slice(0, SHOWN - here.size);
      list.append(...next.map((film) => filmCard(this.card, film)));
    }
  }

  say(sentence) {
    this.status.textContent = sentence;
  }

  async #fetch(plan, seed, offset) {
    const wanted = { ...plan.question, seed, offset, limit: FETCHED };
    if (!this.memory.size) return { ...plan, ...(await fetchFilms(wanted)) };
    const [exclude, liked, disliked] = ["hidden", "liked", "disliked"].map((kind) => this.memory.ids(kind));
    return { ...plan, ...(await fetchFilms({ ...wanted, exclude, liked, disliked }, { inBody: true })) };
  }

  #put(rows, { isStill = false } = {}) {
    this.#rows = rows.map(({ name, mood, question, movies, total, message }) => ({
      name, question, movies, total, message, ...(MOODS.includes(name) ? { mood } : {}),
    }));
    this.root.classList.toggle("is-still", isStill);
    this.root.replaceChildren(...this.#rows.map((row) => this.#shelf(row)));
    this.changed();
  }

  #shelf({ name, mood, movies, message }) {
    const shelf = this.row.content.cloneNode(true);
    const field = (key) => shelf.querySelector(`[data-field="${key}"]`);
    const { title, words } = this.#words.get(name);
    field("row-title").textContent = title;
    field("row-words").textContent = movies.length ? words : (message ?? "No film fits.");
    field("decide").hidden = !mood;
    if (mood) {
      field("decide").dataset.decide = mood;
      field("decide-mood").textContent = ` (${mood})`;
    }
    shelf.querySelector(".shelf").dataset.mood = mood ?? "";
    shelf.querySelector(".film-row").append(...movies.slice(0, SHOWN).map((film) => filmCard(this.card, film)));
    return shelf;
  }

  #scroll(arrow) {
    const list = arrow.closest(".shelf").querySelector(".film-row");
    list.scrollBy({ left: Number(arrow.dataset.scroll) * list.clientWidth * 0.85 });
  }
}
