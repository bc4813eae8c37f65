// The button that keeps the mood on the page while the camera goes on: no other mood is offered.

import { byId } from "./elements.js";
import { _ } from "./language.js";

const NOTHING = _("There is no face to keep a mood of just now.");
const FROZEN = _("Frozen: no other mood is offered until you press again.");

export class FreezeButton {
  /**
   * @param {Document} root
   * @param {{ isFrozen: boolean, freeze: () => boolean, release: () => void }} flow
   */
  constructor(root, flow) {
    this.flow = flow;
    this.button = byId(root, "freeze");
    this.note = byId(root, "freeze-note");
    this.button.addEventListener("click", () => this.#toggle());
  }

  #toggle() {
    if (this.flow.isFrozen) this.flow.release();
    else if (!this.flow.freeze()) return this.#say(NOTHING);
    this.show();
  }

  /** Bring the button in step with the flow. */
  show() {
    this.button.setAttribute("aria-pressed", String(this.flow.isFrozen));
    this.#say(this.flow.isFrozen ? FROZEN : "");
  }

  /** @param {string} sentence */
  #say(sentence) {
    this.note.textContent = sentence;
  }
}
