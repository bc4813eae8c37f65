// What this browser keeps: four lists of films, the mood journal, and the ways in and out.

import { byId } from "./elements.js";
import { FilmActions } from "./film-actions.js";
import { FilmMemory } from "./film-memory.js";
import { ImportPanel } from "./import-panel.js";
import { JournalPanel } from "./journal-panel.js";
import { _ } from "./language.js";
import { MineLists } from "./mine-lists.js";
import { SavedCopy } from "./saved-copy.js";

/** @param {string} id */
const element = (id) => byId(document, id);
const memory = new FilmMemory();
const lists = new MineLists({ element, memory });
const actions = new FilmActions({
  element,
  root: element("list"),
  memory,
  gone: () => lists.fill(),
  leaves: (kind) => kind !== lists.kind,
});
const journal = new JournalPanel(element);

function showAll() {
  actions.say("");
  lists.show();
  journal.show();
}

new ImportPanel({ element, memory, changed: showAll });
new SavedCopy({ element, memory, changed: showAll });
if (memory.isForeign || journal.isForeign) {
  element("foreign").hidden = false;
  element("foreign").textContent = _("Something else was stored where this page keeps its own: it is left out, and what was sound is here.");
}
showAll();
