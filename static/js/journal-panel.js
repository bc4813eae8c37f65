// The journal on /mine: its switch, the weeks as a chart and as a table, and the way to delete it.

import { JournalChart } from "./journal-chart.js";
import { KEY, cleaned, readJournal, writeJournal } from "./journal.js";
import { _, plural } from "./language.js";

export class JournalPanel {
  /** @param {(id: string) => HTMLElement} element finds a part of the page */
  constructor(element) {
    this.element = element;
    this.chart = new JournalChart();
    this.box = /** @type {HTMLInputElement} */ (element("journal-on"));
    this.box.addEventListener("change", () => this.#switch());
    element("journal-delete").addEventListener("click", () => this.#delete());
    addEventListener("storage", () => this.show());
    addEventListener("pageshow", ({ persisted }) => persisted && this.show());
  }

  /** Whether something else was found where the journal is stored; it is left out. */
  get isForeign() {
    try {
      const stored = localStorage.getItem(KEY);
      return stored !== null && stored !== JSON.stringify(readJournal());
    } catch {
      return false; // storage is off
    }
  }

  show() {
    const { on, notes } = readJournal();
    this.box.checked = on;
    this.chart.draw(notes, Date.now() / 1000);
    this.element("journal-weeks").hidden = notes.length === 0;
    this.element("journal-delete").hidden = notes.length === 0;
    this.element("journal-empty").hidden = notes.length > 0 || !on;
  }

  #switch() {
    const on = this.box.checked;
    if (!writeJournal({ ...readJournal(), on })) {
      this.box.checked = false;
      return this.#say(_("This browser stores nothing for this page, so there can be no journal."));
    }
    this.#say(on ? _("The journal is on. It begins with the next mood.") : _("The journal is off. What it has stays until you delete it."));
    this.show();
  }

  /** What is deleted comes back when it is pressed once more. */
  #delete() {
    const journal = readJournal();
    writeJournal(cleaned({ on: journal.on }));
    this.show();
    const undo = this.element("journal-undo");
    undo.hidden = false;
    undo.onclick = () => {
      const now = readJournal();
      writeJournal({ ...now, notes: [...journal.notes, ...now.notes] });
      undo.hidden = true;
      this.#say(_("The notes are back."));
      this.box.focus();
      this.show();
    };
    undo.focus();
    this.#say(plural("{count} note is deleted.", "{count} notes are deleted.", journal.notes.length), true);
  }

  /**
   * @param {string} sentence
   * @param {boolean} [canUndo]
   */
  #say(sentence, canUndo = false) {
    this.element("journal-note").textContent = sentence;
    this.element("journal-undo").hidden = !canUndo;
  }
}
