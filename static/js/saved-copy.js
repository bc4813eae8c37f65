// A copy of everything as a file, and deleting everything at once.

import { byId } from "./elements.js";
import { readJournal } from "./journal.js";
import { _ } from "./language.js";

const FILE = "moviefy.json";
const VERSION = 1; // film-exports.js reads it
const PREFIX = "moviefy.";

/** @param {Storage} store */
const ours = (store) => Object.keys(store).filter((name) => name.startsWith(PREFIX));

export class SavedCopy {
  /**
   * @param {object} options
   * @param {(id: string) => HTMLElement} options.element finds a part of the page
   * @param {import("./film-memory.js").FilmMemory} options.memory
   * @param {() => unknown} options.changed called when something was deleted or brought back
   */
  constructor({ element, memory, changed }) {
    this.element = element;
    this.memory = memory;
    this.changed = changed;
    const dialog = byId(document, "delete-dialog", HTMLDialogElement);
    element("save-copy").addEventListener("click", () => this.#save());
    element("delete-all").addEventListener("click", () => dialog.showModal());
    element("delete-no").addEventListener("click", () => dialog.close());
    element("delete-yes").addEventListener("click", () => {
      dialog.close();
      this.#delete();
    });
  }

  #save() {
    const copy = { moviefy: VERSION, saved: new Date().toISOString(), films: this.memory.lists, journal: readJournal().notes };
    const link = document.createElement("a");
    link.download = FILE;
    link.href = URL.createObjectURL(new Blob([JSON.stringify(copy, null, 1)], { type: "application/json" }));
    link.click();
    URL.revokeObjectURL(link.href);
    this.element("copy-note").textContent = _("Saved as {name}, in the folder of your downloads.", { name: FILE });
  }

  /** Undo brings it back as long as the page stands. */
  #delete() {
    const stores = [localStorage, sessionStorage];
    const before = stores.map((store) => ours(store).map((name) => [name, store.getItem(name) ?? ""]));
    stores.forEach((store) => ours(store).forEach((name) => store.removeItem(name)));
    const undo = this.element("delete-undo");
    undo.hidden = false;
    undo.onclick = () => {
      stores.forEach((store, place) => before[place]?.forEach(([name = "", value = ""]) => store.setItem(name, value)));
      this.#finish(_("Everything is back."));
      this.element("delete-all").focus();
      undo.hidden = true;
    };
    this.#finish(_("Everything is deleted from this browser."));
    undo.focus();
  }

  /** @param {string} sentence */
  #finish(sentence) {
    this.memory.reload();
    this.element("copy-note").textContent = sentence;
    this.changed();
  }
}
