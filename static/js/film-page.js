// The page of one film: say what you think of it and of those like it; films that were marked as seen are left out.

import { FilmActions } from "./film-actions.js";
import { FilmMemory } from "./film-memory.js";
import { RememberedFilms } from "./remembered-films.js";

const element = (id) => document.getElementById(id);
const memory = new FilmMemory();
const actions = new FilmActions({ root: element("film-page"), memory, news: element("film-news"), undo: element("undo") });
new RememberedFilms({ element, memory, changed: (sentence) => actions.say(sentence) });

for (const film of element("films").querySelectorAll("[data-film]")) {
  const isUnwanted = ["hidden", "disliked"].includes(memory.kindOf(film.dataset.film));
  if (isUnwanted) film.parentElement.remove();
}
