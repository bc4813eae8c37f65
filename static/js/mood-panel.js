// The mood in big words, the hint below them, and the three bars.

import { MOODS, forEachMood } from "./moods.js";
import { hundredths, readWords, stateOf } from "./words.js";

export class MoodPanel {
  #words;

  constructor(root) {
    this.root = root.getElementById("mood-panel");
    this.now = root.getElementById("mood-now");
    this.hint = root.getElementById("mood-hint");
    this.bars = new Map(MOODS.map((mood) => [mood, this.#bar(root, mood)]));
    this.#words = readWords(root.getElementById("mood-words"));
  }

  #bar(root, mood) {
    return { meter: root.getElementById(`meter-${mood}`), value: root.getElementById(`meter-${mood}-value`) };
  }

  /** Show a reading. Words are written only when they change: a screen reader says each change once. */
  show(reading) {
    const state = stateOf(reading.mood);
    const words = this.#words.get(state);
    this.#say(state, words.live, (reading.mood.label ? null : reading.hint) ?? words.hint);
    this.#moveBars(reading.mood.scores);
  }

  reset(sentence) {
    this.#say("starting", sentence, "");
    this.#moveBars(forEachMood(0));
  }

  #say(state, sentence, hint) {
    this.root.dataset.state = state;
    if (this.now.textContent !== sentence) this.now.textContent = sentence;
    if (this.hint.textContent !== hint) this.hint.textContent = hint;
  }

  #moveBars(scores) {
    for (const [mood, { meter, value }] of this.bars) {
      meter.value = scores[mood];
      value.textContent = hundredths(scores[mood]);
    }
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
