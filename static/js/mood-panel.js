// The mood in big words, the hint below them, the three bars, and what screen readers are told.

import { MOODS, forEachMood } from "./moods.js";
import { LOOKS, hundredths, readWords, stateOf } from "./words.js";

const SETTLE_MS = 500; // words that change sooner than they can be read help nobody

const headline = (sentence) => sentence.replace(/\.$/, "");

export class MoodPanel {
  #words;
  #next = { words: "", since: 0 };
  #announced = "";

  constructor(root) {
    const element = (id) => root.getElementById(id);
    this.root = element("mood-panel");
    this.now = element("mood-now");
    this.hint = element("mood-hint");
    this.photo = element("photo-hint");
    this.announcer = element("announce");
    this.stage = element("stage");
    this.holding = element("holding");
    this.lockNow = element("lock-now");
    this.again = element("read-again");
    this.bars = new Map(MOODS.map((mood) => [mood, { meter: element(`meter-${mood}`), value: element(`meter-${mood}-value`) }]));
    this.#words = readWords(element("mood-words"));
  }

  /** What a mood is called where the server's sentence does not hold. */
  wordsFor(mood) {
    return this.#words.get(stateOf(mood)).live;
  }

  /** A reading before the lock. */
  show(reading, now = performance.now()) {
    const state = stateOf(reading.mood);
    const words = state === "no_face" ? this.wordsFor(reading.mood) : headline(reading.said ?? this.wordsFor(reading.mood));
    if (words !== this.#next.words) this.#next = { words, since: now };
    if (now - this.#next.since < SETTLE_MS && this.root.dataset.state !== "starting") return;
    this.#say(state, words, reading.hint ?? this.#words.get(state).hint, false);
    if (state === "no_face") this.announce(words);
  }

  /** The mood that is locked, and its films stay. */
  showLocked(finding) {
    const state = finding.mood ?? (this.#words.has(finding.key) ? finding.key : "other");
    const looks = LOOKS[finding.key] && `You look ${LOOKS[finding.key]}`;
    const words = headline(finding.said ?? looks ?? this.#words.get(state).live);
    this.#say(state, words, this.root.dataset.lockedHint, true);
  }

  /** The locked mood's films are there. */
  announceFilms() {
    this.announce(`${this.now.textContent}. Films for that are on the page.`);
  }

  reset(sentence) {
    this.#say("starting", sentence, "", false);
    this.moveBars(forEachMood(0));
    this.hold(0);
  }

  /** How much of the time to hold still is over, from 0 to 1. */
  hold(progress) {
    this.holding.style.setProperty("--held", progress.toFixed(3));
    this.stage.classList.toggle("is-holding", progress > 0);
  }

  /** The short moment in which a mood is locked. */
  celebrate() {
    this.stage.classList.remove("is-locking");
    void this.stage.offsetWidth; // lets the animation run again
    this.stage.classList.add("is-locking");
  }

  /** Tell screen readers, politely, and each thing once. */
  announce(sentence) {
    if (sentence === this.#announced) return;
    this.#announced = sentence;
    this.announcer.textContent = sentence;
  }

  moveBars(scores) {
    for (const [mood, { meter, value }] of this.bars) {
      meter.value = scores[mood];
      value.textContent = hundredths(scores[mood]);
    }
  }

  #say(state, sentence, hint, isLocked) {
    this.root.dataset.state = state;
    this.root.classList.toggle("is-locked", isLocked);
    this.lockNow.hidden = isLocked;
    this.again.hidden = !isLocked;
    this.photo.hidden = state !== "no_face";
    if (this.now.textContent !== sentence) this.now.textContent = sentence;
    if (this.hint.textContent !== hint) this.hint.textContent = hint;
  }
}

/** Where only single frames are read: a mood counts once two frames in a row agree. */
export class TwoInARow {
  #last = null;

  agree(label) {
    const same = label === this.#last;
    this.#last = label;
    return same;
  }
}
