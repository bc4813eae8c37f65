// One film as a card, and asking the server for films. Markup: templates/macros/films.html.

import { first } from "./elements.js";

const PATIENCE_MS = 10_000;

/** @param {number | null} minutes */
function runtimeWords(minutes) {
  if (!minutes) return "";
  const hours = minutes >= 60 ? `${Math.floor(minutes / 60)} h` : "";
  const rest = minutes % 60 ? `${minutes % 60} min` : "";
  return [hours, rest].filter(Boolean).join(" ");
}

/** @param {string} name */
const named = (name) => `[data-field="${name}"]`;

/**
 * @param {DocumentFragment} card
 * @param {Movie} film
 */
function showActions(card, film) {
  first(card, named("actions")).setAttribute("aria-label", `Your view of ${film.title}`);
  first(card, named("similar"), HTMLAnchorElement).href = `/movies/${film.id}#similar-title`;
  first(card, named("similar-title")).textContent = ` ${film.title}`;
}

/**
 * A filled copy of the template: a fragment with one list item.
 *
 * @param {HTMLTemplateElement} template
 * @param {Movie} film
 */
export function filmCard(template, film) {
  const card = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  /** @param {string} name */
  const field = (name) => first(card, named(name));
  first(card, ".film").dataset.film = film.id;
  first(card, named("poster"), HTMLImageElement).src = film.poster;
  field("title").textContent = film.title;
  first(card, named("title"), HTMLAnchorElement).href = `/movies/${film.id}`;
  field("year").textContent = String(film.year ?? "");
  field("why").textContent = film.why;
  field("genres").textContent = film.genres.join(", ");
  field("runtime").textContent = runtimeWords(film.runtime_minutes);
  field("rating-words").textContent = film.rating ? `${film.rating.toFixed(1)} of 10` : "";
  field("rating").hidden = !film.rating;
  showActions(card, film);
  return card;
}

/**
 * Ask the server for films; its own sentence is thrown when it refuses.
 *
 * @param {object} parameters
 * @param {object} [options]
 * @param {boolean} [options.inBody] for lists that may be long: ask by a body and not by the address
 * @returns {Promise<FilmList>}
 */
export async function fetchFilms(parameters, { inBody = false } = {}) {
  const asBody = { method: "POST", body: JSON.stringify(parameters) };
  const answer = await fetch(inBody ? "/api/v1/movies" : `/api/v1/movies?${new URLSearchParams({ ...parameters })}`, {
    ...(inBody ? asBody : {}),
    headers: { Accept: "application/json", ...(inBody ? { "Content-Type": "application/json" } : {}) },
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error.message);
  return body;
}
