// Films for two who are not in one place. One makes a link, the other opens it and says a mood, and a second link brings
// the films back to the first.

import { all, around, byId } from "./elements.js";
import { FilmActions } from "./film-actions.js";
import { FilmList, fetchList, itemsOf } from "./film-list.js";
import { FilmMemory } from "./film-memory.js";
import { newSeed } from "./film-question.js";
import { _ } from "./language.js";
import { at } from "./root.js";
import { startSharing } from "./share.js";
import { MOST_LIKED, linkOfFilms, linkOfPerson, readLink } from "./together-link.js";

const SHOWN = 12;

/** @param {string} id */
const element = (id) => byId(document, id);
const memory = new FilmMemory();
const actions = new FilmActions({ element, root: element("films"), memory, leaves: () => false });
const films = new FilmList(element("films"));
const link = location.hash ? readLink(location.hash) : null;
const person = link && "person" in link ? link.person : null;
let asked = 0; // the newest mood wins
const shown = new Set(); // ids that were found for this mood

/** The mood that was picked here; "" for none. */
const moodHere = () => /** @type {HTMLInputElement | null} */ (document.querySelector("[name=mood]:checked"))?.value ?? "";

/**
 * Which parts of the page stand there.
 *
 * @param {"start" | "answer" | "films" | "broken"} state
 */
function show(state) {
  for (const part of all(document, "[data-when]")) part.hidden = !(part.dataset.when ?? "").split(" ").includes(state);
}

/**
 * Offer a link to send.
 *
 * @param {string} hash
 * @param {string} says goes with it
 */
function offer(hash, says) {
  element("share").hidden = false;
  element("share").dataset.address = `/together${hash}`;
  element("share").dataset.says = says;
}

/**
 * @param {Element} list
 * @param {string[]} ids
 */
async function putCards(list, ids) {
  const found = ids.length ? itemsOf(await fetchList(at("/movies/cards"), { ids })) : [];
  list.replaceChildren(...found);
  list.dispatchEvent(new Event("films", { bubbles: true }));
  return found.length;
}

/** Films that fit both moods, like the films that both like; none that this visitor has seen or does not want. */
async function findForBoth() {
  const mood = moodHere();
  if (!person || !mood) return;
  const ticket = ++asked;
  const question = {
    mood,
    group: [person.mood],
    liked: [...new Set([...person.liked, ...memory.ids("liked").slice(-MOST_LIKED)])],
    disliked: memory.ids("disliked"),
    exclude: [...new Set([...memory.ids("hidden"), ...memory.ids("liked"), ...shown])],
    limit: SHOWN,
    seed: newSeed(),
  };
  const list = await fetchList(at("/movies/fragment"), question);
  if (ticket !== asked) return;
  films.put(itemsOf(list));
  films.ids.forEach((id) => shown.add(id));
  element("both").hidden = false;
  offer(linkOfFilms(films.ids), _("Films for both of us"));
  actions.say("");
}

/** @param {() => Promise<unknown>} work */
async function trying(work) {
  try {
    await work();
    element("problem").textContent = "";
  } catch (error) {
    element("problem").textContent = _("The films could not be fetched: {reason}", { reason: error instanceof Error ? error.message : String(error) });
  }
}

function start() {
  const liked = memory.ids("liked").slice(-MOST_LIKED).reverse();
  element("carried-some").hidden = liked.length === 0;
  element("carried-none").hidden = liked.length > 0;
  element("share-card").hidden = true;
  show("start");
  trying(() => putCards(element("carried"), liked));
}

function offerMine() {
  const hash = linkOfPerson({ mood: moodHere(), liked: memory.ids("liked") });
  offer(hash, _("Shall we watch a film together? Open this and say how you are."));
}

document.addEventListener("change", (event) => {
  if (!around(event, "[name=mood]")) return;
  shown.clear();
  if (person) trying(findForBoth);
  else offerMine();
});
element("others").addEventListener("click", () => trying(findForBoth));
addEventListener("hashchange", () => location.reload());
startSharing({ films: () => all(element("films"), ".film") });

if (!location.hash) start();
else if (!link) show("broken");
else if (person) {
  show("answer");
  element("their-mood").dataset.mood = person.mood;
  for (const part of all(element("their-mood"), "[data-state]")) part.hidden = part.dataset.state !== person.mood;
  element("their-films").hidden = person.liked.length === 0;
  trying(() => putCards(element("their-list"), person.liked));
} else if ("films" in link) {
  show("films");
  element("both").hidden = false;
  offer(location.hash, _("Films for both of us"));
  trying(() => putCards(element("films"), link.films));
}
