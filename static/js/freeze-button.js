// The button that keeps the mood on the page and its films while the camera goes on, and what it says about that.

import { byId } from "./elements.js";

const OFFER = "Keeps the mood and its films while the camera goes on.";
const NOTHING = "There is no mood to keep just now: wait until the page names one.";

export class FreezeButton {
  /**
   * @param {Document} root
   * @param {{ frozenMood: string | null, freeze: () => boolean, release: () => void }} flow
   */
  constructor(root, flow) {
    this.flow = flow;
    this.button = byId(root, "freeze");
    this.note = byId(root, "freeze-note");
    this.button.addEventListener("click", () => this.#toggle());
  }

  #toggle() {
    if (this.flow.frozenMood) this.flow.release();
    else if (!this.flow.freeze()) return this.#say(NOTHING);
    this.show();
  }

  /** Bring the button in step with the flow. */
  show() {
    const mood = this.flow.frozenMood;
    this.button.setAttribute("aria-pressed", String(mood !== null));
    this.#say(mood ? `Frozen: ${mood} and its films stay. The camera goes on; press again to follow it.` : OFFER);
  }

  /** @param {string} sentence */
  #say(sentence) {
    this.note.textContent = sentence;
  }
}
