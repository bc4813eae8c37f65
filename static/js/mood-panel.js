// The mood in big words, the hint below them, the three bars, and what screen readers are told.

import { byId } from "./elements.js";
import { _ } from "./language.js";
import { LOOKS, MOODS, OTHERS, forEachMood } from "./moods.js";
import { hundredths, readWords, stateOf } from "./words.js";

const SETTLE_MS = 500; // words that change sooner than they can be read help nobody

/** @param {string} sentence */
const headline = (sentence) => sentence.replace(/[.।]$/, "");

/**
 * What the card to share says of a face.
 *
 * @param {string} sentence
 */
function asCard(sentence) {
  const [before = "", after = ""] = _("You look {look}", { look: "|" }).split("|");
  const isPlain = sentence.startsWith(before) && sentence.endsWith(after);
  if (isPlain) return _("My face says: {look}.", { look: sentence.slice(before.length, sentence.length - after.length) });
  return /[.।]$/.test(sentence) ? sentence : `${sentence}.`;
}

export class MoodPanel {
  #words;
  #next = { words: "", since: 0 };
  #announced = "";

  /** @param {Document} root */
  constructor(root) {
    /** @param {string} id */
    const element = (id) => byId(root, id);
    this.root = element("mood-panel");
    this.now = element("mood-now");
    this.hint = element("mood-hint");
    this.photo = element("photo-hint");
    this.announcer = element("announce");
    this.stage = element("stage");
    this.holding = element("holding");
    this.lockNow = element("lock-now");
    this.again = element("read-again");
    this.shuffle = element("shuffle");
    this.share = element("share");
    this.bars = MOODS.map((mood) => ({
      mood,
      meter: byId(root, `meter-${mood}`, HTMLMeterElement),
      value: element(`meter-${mood}-value`),
    }));
    this.#words = readWords(element("mood-words"));
  }

  /**
   * What a mood is called where the server's sentence does not hold.
   *
   * @param {Mood} mood
   */
  wordsFor(mood) {
    return this.#wordsOf(stateOf(mood)).live ?? "";
  }

  /** @param {string} state */
  #wordsOf(state) {
    return this.#words.get(state) ?? {};
  }

  /**
   * A reading before the lock.
   *
   * @param {Reading} reading
   */
  show(reading, now = performance.now()) {
    const state = stateOf(reading.mood);
    const words = state === "no_face" ? this.wordsFor(reading.mood) : headline(reading.said ?? this.wordsFor(reading.mood));
    if (words !== this.#next.words) this.#next = { words, since: now };
    if (now - this.#next.since < SETTLE_MS && this.root.dataset.state !== "starting") return;
    this.#say(state, words, reading.hint ?? this.#wordsOf(state).hint ?? "", false);
    if (state === "no_face") this.announce(words);
  }

  /**
   * The mood that is locked, and its films stay.
   *
   * @param {Finding} finding
   */
  showLocked(finding) {
    const state = finding.mood ?? (this.#words.has(finding.key) ? finding.key : "other");
    const looks = OTHERS.includes(finding.key) ? _("You look {look}", { look: LOOKS[finding.key] ?? "" }) : undefined;
    const words = headline(finding.said ?? looks ?? this.#wordsOf(state).live ?? "");
    this.#say(state, words, this.root.dataset.lockedHint ?? "", true);
  }

  /** The locked mood's films are there. */
  announceFilms() {
    this.announce(_("{mood}. Films for that are on the page.", { mood: this.now.textContent ?? "" }));
  }

  /** @param {string} sentence */
  reset(sentence) {
    this.#say("starting", sentence, "", false);
    this.moveBars(forEachMood(0));
    this.hold(0);
  }

  /**
   * How much of the time to hold still is over.
   *
   * @param {number} progress from 0 to 1
   */
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

  /**
   * Tell screen readers, politely, and each thing once.
   *
   * @param {string} sentence
   */
  announce(sentence) {
    if (sentence === this.#announced) return;
    this.#announced = sentence;
    this.announcer.textContent = sentence;
  }

  /** @param {Record<string, number>} scores */
  moveBars(scores) {
    for (const { mood, meter, value } of this.bars) {
      const score = scores[mood] ?? 0;
      meter.value = score;
      value.textContent = hundredths(score);
    }
  }

  /**
   * @param {string} state
   * @param {string} sentence
   * @param {string} hint
   * @param {boolean} isLocked
   */
  #say(state, sentence, hint, isLocked) {
    this.root.dataset.state = state;
    this.root.classList.toggle("is-locked", isLocked);
    this.lockNow.hidden = isLocked;
    this.again.hidden = this.shuffle.hidden = this.share.hidden = !isLocked;
    this.share.dataset.says = asCard(sentence);
    this.photo.hidden = state !== "no_face";
    if (this.now.textContent !== sentence) this.now.textContent = sentence;
    if (this.hint.textContent !== hint) this.hint.textContent = hint;
  }
}

/** Where only single frames are read: a mood counts once two frames in a row agree. */
export class TwoInARow {
  /** @type {string | null} */
  #last = null;

  /** @param {string | null} label */
  agree(label) {
    const same = label === this.#last;
    this.#last = label;
    return same;
  }
}
