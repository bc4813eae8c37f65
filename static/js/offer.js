// The offer at the foot of the window: another mood holds, and its films may be shown. Nothing changes without a press.

import { LOOKS } from "./words.js";


/** What is offered, in words. */
function sentence({ mood, group, key, said }) {
  if (mood && group.length && key !== mood) return said.replace(/\.$/, " now.");
  return `You look ${mood ?? LOOKS[key] ?? key} now.`;
}

export class Offer {
  answered = () => {};

  constructor(root, announce) {
    this.announce = announce;
    this.box = root.getElementById("offer");
    this.words = root.getElementById("offer-words");
    root.getElementById("offer-yes").addEventListener("click", () => this.#answer(true));
    root.getElementById("offer-no").addEventListener("click", () => this.#answer(false));
  }

  show(finding) {
    this.words.textContent = sentence(finding);
    this.box.hidden = false;
    this.announce(`${this.words.textContent} Show those?`);
  }

  withdraw() {
    const hadFocus = this.box.contains(document.activeElement);
    this.box.hidden = true;
    if (hadFocus) document.getElementById("mood-now").focus();
  }

  #answer(isWanted) {
    this.withdraw();
    this.answered(isWanted);
  }
}
