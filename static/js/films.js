// The list of films beside the camera. It changes only when the steady mood or the goal changes, or on request, so
// that nothing moves under a reader's eyes.

import { fetchFilms, filmCard } from "./film-card.js";

const PAGE = 12;
const AFTER_FAILURE_MS = 5_000;

export class FilmList {
  #shown = null; // {mood, goal, seed, total, next}: what is on the page, and where the next dozen begins
  #wanted = null; // "mood goal" being fetched, so that a stream of equal readings asks once
  #asked = 0; // the newest question wins
  #fills = 0; // and so does the newest wish to fill the list up

  /** `changed`: called when other films are in the list. */
  constructor({ list, template, status, shuffle, goals, memory, changed }) {
    Object.assign(this, { list, template, status, shuffle, goals, memory, changed });
    shuffle.addEventListener("click", () => this.reshuffle());
  }

  get goal() {
    return this.goals.querySelector("input:checked").value;
  }

  /** The steady mood is now `mood`: fetch films unless they are there or on their way. */
  async follow(mood) {
    const wanted = `${mood} ${this.goal}`;
    if (this.#isShown(mood, this.goal) || this.#wanted === wanted) return;
    this.#wanted = wanted;
    const done = await this.#fetch({ mood });
    if (!done) await new Promise((resolve) => setTimeout(resolve, AFTER_FAILURE_MS));
    if (this.#wanted === wanted) this.#wanted = null;
  }

  /** Films that the server sent by itself. What this visitor has seen it does not know, so then they are asked for. */
  receive(answer) {
    if (this.#isShown(answer.mood, answer.goal) || answer.goal !== this.goal) return;
    if (this.memory.size) return void this.follow(answer.mood);
    this.#asked += 1;
    this.#show(answer, 0);
  }

  /** Another goal for the mood on the page. */
  async changeGoal() {
    if (this.#shown) await this.#fetch({ mood: this.#shown.mood });
  }

  /** The next dozen of the same shuffled order: nothing comes twice until every film was there; then a new order. */
  async reshuffle() {
    if (!this.#shown) return;
    const { mood, seed, total, next } = this.#shown;
    await this.#fetch(next < total ? { mood, seed, offset: next } : { mood });
  }

  /** As many films as have left the list, at its end: what is there keeps its place. */
  async fill() {
    const [ticket, shown, limit] = [++this.#fills, this.#shown, PAGE - this.list.children.length];
    if (limit <= 0) return;
    const here = [...this.list.querySelectorAll("[data-film]")].map((film) => film.dataset.film);
    try {
      const { mood, goal, seed } = shown;
      const { movies } = await this.#fetchForViewer({ mood, goal, seed, limit }, here);
      if (ticket === this.#fills && shown === this.#shown) this.#append(movies);
    } catch (error) {
      this.#tellFailure(error);
    }
  }

  #isShown(mood, goal) {
    return this.#shown?.mood === mood && this.#shown?.goal === goal;
  }

  async #fetch(place) {
    const ticket = ++this.#asked;
    try {
      const wanted = { ...place, goal: this.goal, limit: PAGE };
      const answer = await (this.memory.size ? this.#fetchForViewer(wanted) : fetchFilms(wanted));
      if (ticket === this.#asked) this.#show(answer, place.offset ?? 0);
      return true;
    } catch (error) {
      if (ticket === this.#asked) this.#tellFailure(error);
      return false;
    }
  }

  #tellFailure(error) {
    this.status.textContent = `The films could not be fetched: ${error.message}`;
  }

  /** Without what this viewer has seen, or has before them, and led by what was liked. */
  #fetchForViewer(wanted, here = []) {
    const [hidden, liked, disliked] = ["hidden", "liked", "disliked"].map((kind) => this.memory.ids(kind));
    return fetchFilms({ ...wanted, exclude: [...hidden, ...here], liked, disliked }, { inBody: true });
  }

  #show({ movies, mood, goal, seed, total, message }, offset) {
    this.#shown = { mood, goal, seed, total, next: offset + movies.length };
    this.list.replaceChildren();
    this.#append(movies);
    this.changed();
    this.shuffle.hidden = movies.length === 0;
    this.status.textContent = movies.length ? this.#sentence(movies.length, mood) : (message ?? "No film fits.");
  }

  #append(movies) {
    this.list.append(...movies.map((film) => filmCard(this.template, film)));
  }

  #sentence(count, mood) {
    const words = this.goals.querySelector("input:checked").dataset.words;
    return `${words}: ${count} for a face that looks ${mood}.`;
  }
}
