// One film as a card, and asking the server for films. Markup: templates/macros/films.html.

const PATIENCE_MS = 10_000;

function runtimeWords(minutes) {
  if (!minutes) return "";
  const hours = minutes >= 60 ? `${Math.floor(minutes / 60)} h` : "";
  const rest = minutes % 60 ? `${minutes % 60} min` : "";
  return [hours, rest].filter(Boolean).join(" ");
}

function showActions(field, film) {
  field("actions").setAttribute("aria-label", `Your view of ${film.title}`);
  field("similar").href = `/movies/${film.id}#similar-title`;
  field("similar-title").textContent = ` ${film.title}`;
}

/** A filled copy of the template: a fragment with one list item. */
export function filmCard(template, film) {
  const card = template.content.cloneNode(true);
  const field = (name) => card.querySelector(`[data-field="${name}"]`);
  card.querySelector(".film").dataset.film = film.id;
  field("poster").src = film.poster;
  field("title").textContent = film.title;
  field("title").href = `/movies/${film.id}`;
  field("year").textContent = film.year;
  field("why").textContent = film.why;
  field("genres").textContent = film.genres.join(", ");
  field("runtime").textContent = runtimeWords(film.runtime_minutes);
  field("rating-words").textContent = film.rating ? `${film.rating.toFixed(1)} of 10` : "";
  field("rating").hidden = !film.rating;
  showActions(field, film);
  return card;
}

/** Ask the server for films, by address or, where lists may be long, by a body; its own sentence is thrown when it refuses. */
export async function fetchFilms(parameters, { inBody = false } = {}) {
  const asBody = { method: "POST", body: JSON.stringify(parameters) };
  const answer = await fetch(inBody ? "/api/v1/movies" : `/api/v1/movies?${new URLSearchParams(parameters)}`, {
    ...(inBody ? asBody : {}),
    headers: { Accept: "application/json", ...(inBody ? { "Content-Type": "application/json" } : {}) },
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error.message);
  return body;
}
