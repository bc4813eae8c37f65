// Brings the films page to life: without it the page is a plain form with links.

import { all, around, byId, first } from "./elements.js";
import { FilmActions } from "./film-actions.js";
import { FilmBrowser } from "./film-browser.js";
import { FilmList } from "./film-list.js";
import { FilmMemory } from "./film-memory.js";
import { FilmSearch } from "./film-search.js";
import { control, fillForm, isChanged, placeIn } from "./films-address.js";
import { _ } from "./language.js";
import { LOOKS } from "./moods.js";
import { showRemembered } from "./remembered-films.js";
import { at } from "./root.js";
import { startArrows } from "./row-arrows.js";
import { startSharing } from "./share.js";

/** @param {string} id */
const element = (id) => byId(document, id);
const form = byId(document, "films-form", HTMLFormElement);
const results = element("results");
const memory = new FilmMemory();
const here = () => location.pathname + location.search;

const actions = new FilmActions({ element, root: element("content"), memory, gone: () => isAsked() && films.fill() });

const films = new FilmBrowser({
  form,
  list: element("films"),
  memory,
  place: { ...placeIn(here()), seed: results.dataset.seed ? Number(results.dataset.seed) : undefined },
  total: Number(results.dataset.total),
  title: element("films-title").dataset.title ?? "",
  say: (sentence) => actions.say(sentence),
  showState,
});

showRemembered(element, memory);

/** @param {import("./film-browser.js").ListState} state */
function showState({ count, left, goal, title, single }) {
  results.hidden = count === 0;
  element("opening").hidden = true;
  document.getElementById("films-message")?.remove();
  element("films-title").textContent = headingOf(goal, title, single);
  element("films-fit").hidden = true; // the sentence beside the list says it from now on
  element("pick-words").textContent = single ? _("Pick another") : _("Pick one for me");
  element("shuffle-words").textContent = single ? _("Show a list") : _("Shuffle");
  element("more").hidden = single || left <= 0;
  const mood = control(form, "mood").value;
  const said = control(form, "scores").value ? _("My face chose these films") : element("films-title").textContent;
  element("share").dataset.says = mood ? _("My mood: {look}", { look: LOOKS[mood] ?? mood }) : (said ?? "");
}

/**
 * @param {string} goal
 * @param {string} title
 * @param {boolean} single
 */
function headingOf(goal, title, single) {
  if (single) return _("One for you");
  return (hasMood() ? first(form, `[name=goal][value=${goal}]`).dataset.words : title) || _("Films of every mood");
}

/** Whether the form names a mood: by hand, or by the scores of a reading. */
function hasMood() {
  return form.querySelector("[name=mood]:checked") !== null || control(form, "scores").value !== "";
}

/** Whether the form asks for films at all: by a mood or by filters. */
function isAsked() {
  return hasMood() || used().length > 0;
}

const NO_FILTERS = ["breadth", "group"];
const filters = () =>
  /** @type {(HTMLInputElement | HTMLSelectElement)[]} */ (all(element("filters"), "input, select")).filter(({ name }) => !NO_FILTERS.includes(name));
const used = () => filters().filter(({ value }) => value !== "");

function clearFilters() {
  for (const filter of filters()) filter.value = "";
  if (!isAsked()) return location.assign(at("/movies"));
  first(element("filters"), "summary").focus(); // the link goes
  change();
}

/** What the page says beside its form, as the form says it. */
function showForm() {
  const count = used().length;
  element("clear").hidden = count === 0;
  element("filter-count").textContent = count ? String(count) : "";
  element("breadth-words").textContent = widthWords(Number(control(form, "breadth").value));
}

function change() {
  showForm();
  if (isAsked()) films.begin();
}

/** @param {number} breadth in [0, 1] */
function widthWords(breadth) {
  if (breadth < 0.2) return _("closest fits");
  if (breadth < 0.5) return _("some variety");
  return breadth < 0.8 ? _("much variety") : _("all sorts");
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
  films.films.leaveOutUnwanted(memory);
  films.fill();
}

/** Whether the page was opened anew: on a return, a browser may have filled the form itself. */
function isFirstVisit() {
  return performance.getEntriesByType("navigation").some((visit) => /** @type {PerformanceNavigationTiming} */ (visit).type === "navigate");
}

/** Somebody was quicker than this script: what the form says counts. */
function chosenEarly() {
  if (form.querySelector("[name=mood]:checked")) control(form, "scores").value = control(form, "expression").value = "";
  change();
}

/** What the address leaves open is chosen for this visitor; what it says is shown, and on a return what stood here. */
function begin() {
  if (isFirstVisit() && isChanged(form)) return chosenEarly();
  fillForm(form, here()); // a browser may have put back what the form held before
  showForm();
  if (!isAsked() || results.hidden) return;
  const isNew = placeIn(here()).seed === undefined;
  if (memory.size && isNew) return void (placeIn(here()).limit === 1 ? films.next(1) : films.begin());
  if (films.reopen(here())) return;
  if (memory.size) leaveOutUnwanted();
  else films.note();
}

for (const list of FilmList.allOn(document)) if (list.list.id !== "films") list.leaveOutUnwanted(memory);
begin();
startArrows(element("opening"));
new FilmSearch(element);
startSharing({ films: () => all(element("films"), ".film") });
