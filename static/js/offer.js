// The offer at the foot of the window: another mood holds, and its films may be shown. Nothing changes without a press.

import { byId } from "./elements.js";
import { _ } from "./language.js";
import { LOOKS } from "./moods.js";

/**
 * What is offered, in words.
 *
 * @param {Finding} finding
 */
function sentence({ mood, group, key, said }) {
  if (said && group?.length && key !== mood) return _("{said} now.", { said: said.replace(/[.।]$/, "") });
  return _("You look {look} now.", { look: LOOKS[mood ?? key] ?? key });
}

export class Offer {
  /** @type {(isWanted: boolean) => void} */
  answered = () => {};

  /**
   * @param {Document} root
   * @param {(sentence: string) => void} announce
   */
  constructor(root, announce) {
    this.announce = announce;
    this.box = byId(root, "offer");
    this.words = byId(root, "offer-words");
    this.home = byId(root, "mood-now");
    byId(root, "offer-yes").addEventListener("click", () => this.#answer(true));
    byId(root, "offer-no").addEventListener("click", () => this.#answer(false));
  }

  /** @param {Finding} finding */
  show(finding) {
    this.words.textContent = sentence(finding);
    this.box.hidden = false;
    this.announce(`${this.words.textContent} ${_("Show those?")}`);
  }

  withdraw() {
    const hadFocus = this.box.contains(document.activeElement);
    this.box.hidden = true;
    if (hadFocus) this.home.focus();
  }

  /** @param {boolean} isWanted */
  #answer(isWanted) {
    this.withdraw();
    this.answered(isWanted);
  }
}
