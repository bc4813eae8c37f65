// "Was this right?" on the page: an answer decides at once, and only then teaches. What was answered stays in this
// browser alone, and readings are judged by it.

import { ALIKE, agrees, cleaned, counted, judged, shiftsOf } from "./corrections.js";
import { around, byId } from "./elements.js";
import { _ } from "./language.js";
import { LOOKS, MOODS } from "./moods.js";
import { stateOf } from "./words.js";

/** @typedef {import("./corrections.js").Counts} Counts */

const KEY = "moviefy.answers";
/** @type {Record<string, string>} */
const NAMES = { none: _("none of these"), neutral: _("no mood"), other: _("no mood"), unsure: _("no mood") };
/** @param {string} answer */
const nameOf = (answer) => NAMES[answer] ?? LOOKS[answer] ?? answer;
const UNKEPT = ` ${_("This browser keeps nothing for this page: your answers hold until you leave it.")}`;

/** What is stored; nothing where storage is switched off or holds something else. */
function load() {
  try {
    return cleaned(JSON.parse(localStorage.getItem(KEY) ?? "null"));
  } catch {
    return {};
  }
}

/**
 * Whether the browser kept it: storage may be full or switched off.
 *
 * @param {Counts} counts
 */
function store(counts) {
  try {
    localStorage.setItem(KEY, JSON.stringify(counts));
    return true;
  } catch {
    return false;
  }
}

function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // where storage is switched off, nothing was kept
  }
}

/** @param {[mood: string, shift: number]} moved */
function shiftWords([mood, shift]) {
  const values = { points: Math.round(Math.abs(shift) * 100), look: LOOKS[mood] ?? mood };
  return shift > 0
    ? _("{points} points of 100 more certainty before it says {look}", values)
    : _("{points} points of 100 less certainty before it says {look}", values);
}

export class Feedback {
  /** @type {string | null} */
  #held = null;
  /** @type {Counts} */
  counts = {};
  /** @type {Record<string, number>} */
  shifts = {};

  /**
   * @param {Document} root
   * @param {object} page
   * @param {() => Reading | null} page.shown gives the reading on the page
   * @param {(mood: string | null) => unknown} page.decide makes a mood, or null for none, the one that holds
   */
  constructor(root, { shown, decide }) {
    this.shown = shown;
    this.decide = decide;
    /** @param {string} id */
    this.element = (id) => byId(root, id);
    const { dataset } = this.element("feedback");
    /** @type {Record<string, number>} */
    this.thresholds = Object.fromEntries(MOODS.map((mood) => [mood, Number(dataset[mood])]));
    this.#use(load());
    this.element("answers").addEventListener("click", (event) => this.#answered(around(event, "[data-answer]")));
    this.element("forget").addEventListener("click", () => this.#forget());
  }

  /**
   * The steady mood as this viewer's answers see it.
   *
   * @param {Mood} mood
   */
  judge(mood) {
    const seen = judged(mood, { thresholds: this.thresholds, shifts: this.shifts, held: this.#held });
    this.#held = seen.label;
    return seen;
  }

  /**
   * The mood of one face in one frame, which holds nothing.
   *
   * @param {Mood} mood
   */
  judgeFrame(mood) {
    return judged(mood, { thresholds: this.thresholds, shifts: this.shifts });
  }

  /** @param {Counts} counts */
  #use(counts) {
    this.counts = counts;
    this.shifts = shiftsOf(counts);
    this.#held = null;
    this.element("forget").hidden = Object.keys(counts).length === 0;
    const moved = Object.entries(this.shifts).filter(([, shift]) => shift !== 0);
    this.element("shift-note").textContent = moved.length
      ? _("After your answers this page asks for {shifts}.", { shifts: moved.map(shiftWords).join("; ") })
      : "";
  }

  /** @param {HTMLElement | null} button */
  #answered(button) {
    if (!button) return;
    const reading = this.shown();
    const state = reading ? stateOf(reading.mood) : "no_face";
    const { answer = "" } = button.dataset;
    this.decide(answer === "none" ? null : answer);
    if (state === "no_face") return this.#say("");
    this.#use(counted(this.counts, state, answer));
    this.#say(this.#thanks(state, answer) + (store(this.counts) ? "" : UNKEPT));
  }

  /**
   * @param {string} state
   * @param {string} answer
   */
  #thanks(state, answer) {
    if (agrees(state, answer)) return _("Noted: {answer}, as shown.", { answer: nameOf(answer) });
    const count = this.counts[`${state} ${answer}`] ?? 0;
    const left = ALIKE - (count % ALIKE);
    const noted = _("Noted: {answer}, where the page showed {shown}.", { answer: nameOf(answer), shown: nameOf(state) });
    if (left === ALIKE) return [noted, _("That was {count} times: the page goes by it from now on.", { count })].join(" ");
    return [noted, _("After {count} more like this the page goes by it.", { count: left })].join(" ");
  }

  #forget() {
    forget();
    this.#use({});
    this.#say(_("Your answers are forgotten."));
    this.element("feedback-title").focus();
  }

  /** @param {string} sentence */
  #say(sentence) {
    this.element("feedback-note").textContent = sentence;
  }
}
