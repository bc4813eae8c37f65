// The last minute as a strip: time runs from left to right, a mood has its colour and the full height, and every other
// state a height of its own, so that nothing hangs on colour alone. The sentence below says the same in seconds.

import { byId, penOf } from "./elements.js";
import { _ } from "./language.js";
import { readWords } from "./words.js";

/** @type {Record<string, number>} of the states beside the moods, as shares of the full height */
const HEIGHTS = { neutral: 0.5, other: 0.5, unsure: 0.25, no_face: 0.08 };
const STILL = "(prefers-reduced-motion: reduce)";
const STEP_MS = 250;
const STILL_STEP_MS = 5_000;

/** How long the strip stands between two drawings: it creeps along, or jumps seldom for those who want no motion. */
export const stepMs = () => (matchMedia(STILL).matches ? STILL_STEP_MS : STEP_MS);

export class MoodStrip {
  /** @type {number | undefined} */
  #timer;
  #words;

  /**
   * @param {Document} root
   * @param {import("./mood-history.js").MoodHistory} history
   */
  constructor(root, history) {
    this.history = history;
    this.canvas = byId(root, "mood-strip", HTMLCanvasElement);
    this.totals = byId(root, "mood-strip-totals");
    this.#words = readWords(byId(root, "mood-words"));
  }

  /** Begin an empty strip and keep it moving until stop(). */
  start() {
    this.stop();
    this.history.clear();
    this.#step();
  }

  stop() {
    clearTimeout(this.#timer);
  }

  #step() {
    const now = performance.now();
    this.#draw(this.history.spells(now));
    this.#say(this.history.totals(now));
    this.#timer = setTimeout(() => this.#step(), stepMs());
  }

  /** @param {import("./mood-history.js").Spell[]} spells */
  #draw(spells) {
    const { canvas } = this;
    canvas.width = Math.round(canvas.clientWidth * devicePixelRatio);
    canvas.height = Math.round(canvas.clientHeight * devicePixelRatio);
    const pen = penOf(canvas);
    const style = getComputedStyle(canvas);
    for (const { state, from, to } of spells) {
      const height = (HEIGHTS[state] ?? 1) * canvas.height;
      pen.fillStyle = style.getPropertyValue(`--${state}-mark`);
      pen.fillRect(from * canvas.width, canvas.height - height, (to - from) * canvas.width, height);
    }
  }

  /**
   * Written only when it changes, so that it can be read at rest.
   *
   * @param {[state: string, seconds: number][]} totals
   */
  #say(totals) {
    const parts = totals.map(([state, seconds]) => ({ state, words: _("{state} {seconds} s", { state: this.#words.get(state)?.short ?? "", seconds }) }));
    const sentence = parts.map(({ words }) => words).join(", ") || _("nothing read yet");
    if (this.totals.textContent === sentence) return;
    const spans = parts.map(({ state, words }, index) => this.#part(state, words, index < parts.length - 1));
    this.totals.replaceChildren(...(spans.length ? spans : [sentence]));
  }

  /**
   * @param {string} state
   * @param {string} words
   * @param {boolean} goesOn
   */
  #part(state, words, goesOn) {
    const span = document.createElement("span");
    span.className = "strip-part";
    span.dataset.state = state;
    span.textContent = goesOn ? `${words}, ` : words;
    return span;
  }
}
