// Takes films along from other sites: reads the files, says what would be added, and adds it when the visitor says yes.

import { readExports } from "./film-exports.js";
import { KINDS } from "./film-memory.js";
import { readJournal, writeJournal } from "./journal.js";
import { _, plural } from "./language.js";
import { merged } from "./merging.js";
import { fetchTitles } from "./titles.js";

const MOST_LISTED = 2_000;

/** @typedef {import("./merging.js").Merged & { notes: import("./journal.js").Note[] }} Plan */

export class ImportPanel {
  #asked = 0; // the newest files win
  /** @type {Plan | null} */
  #plan = null;
  /** @type {import("./film-memory.js").Lists | null} */
  #before = null; // what Undo brings back

  /**
   * @param {object} options
   * @param {(id: string) => HTMLElement} options.element finds a part of the page
   * @param {import("./film-memory.js").FilmMemory} options.memory
   * @param {() => unknown} options.changed called when the lists are others
   */
  constructor({ element, memory, changed }) {
    this.element = element;
    this.memory = memory;
    this.changed = changed;
    this.input = /** @type {HTMLInputElement} */ (element("import-files"));
    this.input.addEventListener("change", () => this.#read());
    element("import-yes").addEventListener("click", () => this.#add());
    element("import-no").addEventListener("click", () => this.#cancel());
    element("import-undo").addEventListener("click", () => this.#undo());
  }

  async #read() {
    const ticket = ++this.#asked;
    this.#show(null);
    this.#say(_("Reading…"));
    try {
      const [found, titles] = await Promise.all([readExports(this.input.files ?? []), fetchTitles()]);
      if (ticket !== this.#asked) return;
      const { wishes, copies, notes, problems } = found;
      this.#plan = { ...merged(this.memory.lists, wishes, copies, titles), notes: this.#newNotes(notes) };
      this.#say(problems.join(" "));
      this.#show(wishes.length || copies.length ? this.#plan : null);
    } catch (error) {
      if (ticket === this.#asked) this.#say(_("The titles of the catalog could not be fetched: {reason}", { reason: String(error) }));
    }
  }

  /** @param {import("./journal.js").Note[]} notes */
  #newNotes(notes) {
    const times = new Set(readJournal().notes.map(([at]) => at));
    return notes.filter(([at]) => !times.has(at));
  }

  /**
   * What would be added; null for nothing to be asked.
   *
   * @param {Plan | null} plan
   */
  #show(plan) {
    this.element("import-preview").hidden = !plan;
    this.element("import-undo").hidden = true;
    if (!plan) return;
    for (const kind of KINDS) this.element(`import-${kind}`).textContent = plan.added[kind].toLocaleString(document.documentElement.lang);
    const total = KINDS.reduce((sum, kind) => sum + plan.added[kind], 0) + plan.notes.length;
    const words = [
      plan.kept && plural("{count} film has its place here already and keeps it.", "{count} films have their place here already and keep it.", plan.kept),
      plan.notes.length && plural("{count} note of the journal comes along.", "{count} notes of the journal come along.", plan.notes.length),
      !total && _("There is nothing new to add."),
    ];
    this.element("import-more").textContent = words.filter(Boolean).join(" ");
    /** @type {HTMLButtonElement} */ (this.element("import-yes")).hidden = total === 0;
    this.#list(plan.missing);
  }

  /** @param {string[]} missing */
  #list(missing) {
    this.element("import-missing").hidden = missing.length === 0;
    this.element("import-missing-count").textContent = plural("{count} film is not in this catalog", "{count} films are not in this catalog", missing.length);
    const items = missing.slice(0, MOST_LISTED).map((title) => Object.assign(document.createElement("li"), { textContent: title }));
    if (missing.length > MOST_LISTED) items.push(Object.assign(document.createElement("li"), { textContent: "…" }));
    this.element("import-missing-list").replaceChildren(...items);
  }

  #add() {
    if (!this.#plan) return;
    const { added, lists, notes } = this.#plan;
    const total = KINDS.reduce((sum, kind) => sum + added[kind], 0);
    const before = this.memory.lists;
    if (!this.memory.replace(lists)) return this.#say(_("This browser has no room for so many films; nothing was changed."));
    const journal = readJournal();
    if (notes.length) writeJournal({ ...journal, notes: [...journal.notes, ...notes] });
    this.#before = before;
    this.#finish(plural("{count} film is in your lists now.", "{count} films are in your lists now.", total));
    this.element("import-undo").hidden = false;
    this.element("import-undo").focus();
    this.changed();
  }

  #undo() {
    if (this.#before) this.memory.replace(this.#before);
    this.#before = null;
    this.#finish(_("Your lists are as they were before."));
    this.changed();
  }

  #cancel() {
    this.#finish(_("Nothing was added."));
  }

  /** @param {string} sentence */
  #finish(sentence) {
    this.#plan = null;
    this.#show(null);
    this.input.value = "";
    this.input.focus();
    this.#say(sentence);
  }

  /** @param {string} sentence */
  #say(sentence) {
    this.element("import-note").textContent = sentence;
  }
}
