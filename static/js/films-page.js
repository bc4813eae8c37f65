// Brings the films page to life: without it the page is a plain form with links.

import { FilmActions } from "./film-actions.js";
import { FilmBrowser } from "./film-browser.js";
import { FilmMemory } from "./film-memory.js";
import { RememberedFilms } from "./remembered-films.js";

const element = (id) => document.getElementById(id);
const form = element("films-form");
const results = element("results");
const memory = new FilmMemory();

const actions = new FilmActions({ element, root: element("films"), memory, gone: () => films.fill() });

const films = new FilmBrowser({
  form,
  list: element("films"),
  template: element("film-template"),
  memory,
  seed: results.dataset.seed ? Number(results.dataset.seed) : undefined,
  total: Number(results.dataset.total),
  say: (sentence) => actions.say(sentence),
  showState,
});

new RememberedFilms({ element, memory, changed: (sentence) => moodIsPicked() && films.begin(sentence) });

function showState({ count, left, goal, single }) {
  results.hidden = count === 0;
  element("start-hint").hidden = true;
  element("films-message")?.remove();
  element("films-title").textContent = single ? "One for you" : form.querySelector(`[name=goal][value=${goal}]`).dataset.words;
  element("films-fit").hidden = true; // the sentence beside the list says it from now on
  element("pick-words").textContent = single ? "Pick another" : "Pick one for me";
  element("shuffle-words").textContent = single ? "Show a list" : "Shuffle";
  element("more").hidden = single || left <= 0;
}

function moodIsPicked() {
  return form.querySelector("[name=mood]:checked") !== null;
}

/** The page's address says the same as its form, so that it can be kept and passed on. */
function noteAddress() {
  const isDefault = (name, value) => value === "" || (name === "breadth" && value === form.elements.breadth.dataset.default);
  const pairs = [...new FormData(form)].filter(([name, value]) => !isDefault(name, value));
  history.replaceState(null, "", `/movies?${new URLSearchParams(pairs)}`);
}

const filters = () => [...element("filters").querySelectorAll("input, select")];

function clearFilters() {
  for (const filter of filters()) filter.value = "";
  element("filters").querySelector("summary").focus(); // the link goes
  change();
}

function change() {
  element("clear").hidden = filters().every(({ value }) => value === "");
  element("breadth-words").textContent = widthWords(Number(form.elements.breadth.value));
  if (!moodIsPicked()) return;
  noteAddress();
  films.begin();
}

function widthWords(breadth) {
  if (breadth < 0.2) return "closest fits";
  if (breadth < 0.5) return "some variety";
  return breadth < 0.8 ? "much variety" : "all sorts";
}

function press(id, act) {
  element(id).addEventListener("click", (event) => {
    event.preventDefault();
    act();
  });
}

form.addEventListener("change", change);
form.addEventListener("submit", (event) => {
  if (!moodIsPicked() || !form.reportValidity()) return;
  event.preventDefault();
  change();
});
element("films").addEventListener("films", () => actions.show());
press("shuffle", () => films.next());
press("pick", () => films.next(1));
press("more-link", () => films.more());
press("clear", clearFilters);
element("breadth-words").textContent = widthWords(Number(form.elements.breadth.value));
if (moodIsPicked() && memory.size) results.dataset.page === "1" ? films.next(1) : films.begin();
