// Pages whose films the server has chosen: one film with those like it, and a photo's result. Films that this visitor
// has seen or does not want are left out; what is said about the others is remembered.

import { byId } from "./elements.js";
import { FilmActions } from "./film-actions.js";
import { FilmList } from "./film-list.js";
import { FilmMemory } from "./film-memory.js";
import { showRemembered } from "./remembered-films.js";

/** @param {string} id */
const element = (id) => byId(document, id);
const memory = new FilmMemory();
const actions = new FilmActions({ element, root: element("content"), memory });
showRemembered(element, memory);

function leaveOutUnwanted() {
  for (const list of FilmList.allOn(document)) list.leaveOutUnwanted(memory);
  actions.show();
}

leaveOutUnwanted();
document.addEventListener("swapped", leaveOutUnwanted);
