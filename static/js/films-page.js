// Brings the films page to life: without it the page is a plain form with links.

import { all, around, byId, first } from "./elements.js";
import { FilmActions } from "./film-actions.js";
import { FilmBrowser } from "./film-browser.js";
import { FilmMemory } from "./film-memory.js";
import { control, fillForm, placeIn } from "./films-address.js";
import { RememberedFilms } from "./remembered-films.js";
import { startSharing } from "./share.js";

/** @param {string} id */
const element = (id) => byId(document, id);
const form = byId(document, "films-form", HTMLFormElement);
const results = element("results");
const memory = new FilmMemory();
const here = () => location.pathname + location.search;

const actions = new FilmActions({ element, root: element("films"), memory, gone: () => films.fill() });

const films = new FilmBrowser({
  form,
  list: element("films"),
  template: byId(document, "film-template", HTMLTemplateElement),
  memory,
  place: { ...placeIn(here()), seed: results.dataset.seed ? Number(results.dataset.seed) : undefined },
  total: Number(results.dataset.total),
  say: (sentence) => actions.say(sentence),
  showState,
});

new RememberedFilms({ element, memory, changed: (sentence) => isAsked() && films.begin(sentence) });

/** @param {import("./shown-list.js").ListState} state */
function showState({ count, left, goal, single }) {
  results.hidden = count === 0;
  element("start-hint").hidden = true;
  document.getElementById("films-message")?.remove();
  const heading = single ? "One for you" : first(form, `[name=goal][value=${goal}]`).dataset.words;
  element("films-title").textContent = heading ?? "";
  element("films-fit").hidden = true; // the sentence beside the list says it from now on
  element("pick-words").textContent = single ? "Pick another" : "Pick one for me";
  element("shuffle-words").textContent = single ? "Show a list" : "Shuffle";
  element("more").hidden = single || left <= 0;
  const mood = control(form, "mood").value;
  element("share").dataset.says = mood ? `My mood: ${mood}` : "My face chose these films";
}

/** Whether the form asks for films: by a mood, or by the scores of a reading. */
function isAsked() {
  return form.querySelector("[name=mood]:checked") !== null || control(form, "scores").value !== "";
}

const filters = () => /** @type {(HTMLInputElement | HTMLSelectElement)[]} */ (all(element("filters"), "input, select"));

function clearFilters() {
  for (const filter of filters()) filter.value = "";
  first(element("filters"), "summary").focus(); // the link goes
  change();
}

/** What the page says beside its form, as the form says it. */
function showForm() {
  form.classList.toggle("is-live", isAsked()); // each choice acts at once: the button has nothing to add
  element("clear").hidden = filters().every(({ value }) => value === "");
  element("breadth-words").textContent = widthWords(Number(control(form, "breadth").value));
}

function change() {
  showForm();
  if (isAsked()) films.begin();
}

/** @param {number} breadth in [0, 1] */
function widthWords(breadth) {
  if (breadth < 0.2) return "closest fits";
  if (breadth < 0.5) return "some variety";
  return breadth < 0.8 ? "much variety" : "all sorts";
}

/**
 * @param {string} id
 * @param {() => unknown} act
 */
function press(id, act) {
  element(id).addEventListener("click", (event) => {
    event.preventDefault();
    act();
  });
}

form.addEventListener("change", (event) => {
  if (around(event, "[name=mood]")) control(form, "scores").value = control(form, "expression").value = ""; // the mood counts now
  change();
});
form.addEventListener("submit", (event) => {
  if (!isAsked() || !form.reportValidity()) return;
  event.preventDefault();
  change();
});
element("films").addEventListener("films", () => actions.show());
press("shuffle", () => films.next());
press("pick", () => films.next(1));
press("more-link", () => films.more());
press("clear", clearFilters);

addEventListener("popstate", () => {
  fillForm(form, here());
  showForm();
  if (isAsked()) films.open(here());
  else location.reload();
});

/** The list of an address that was opened: as it stands, without what this visitor does not want to see again. */
function leaveOutUnwanted() {
  /** @param {HTMLElement} film */
  const isUnwanted = ({ dataset }) => ["hidden", "disliked"].includes(memory.kindOf(dataset.film ?? "") ?? "");
  for (const film of all(element("films"), "[data-film]").filter(isUnwanted)) film.parentElement?.remove();
  films.fill();
}

/** What the address leaves open is chosen for this visitor; what it says is shown, and on a return what stood here. */
function begin() {
  fillForm(form, here()); // a browser may have put back what the form held before
  showForm();
  if (!isAsked() || results.hidden) return;
  const isNew = placeIn(here()).seed === undefined;
  if (memory.size && isNew) return void (placeIn(here()).limit === 1 ? films.next(1) : films.begin());
  if (films.reopen(here())) return;
  if (memory.size) leaveOutUnwanted();
  else films.note();
}

begin();
startSharing({ films: () => all(element("films"), ".film") });
