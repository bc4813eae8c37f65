// Picks the one face that counts where there are several: a button lies over each face, for pointer and keyboard alike.

import { byId } from "./elements.js";
import { _ } from "./language.js";

const SMALLEST_PX = 32; // a face farther away still needs a button that a finger hits
const REFUSAL_MS = 4_000;

/**
 * The part of a stage that a picture fills where it is scaled to fit, and its offset; in pixels of the stage.
 *
 * @param {Size} picture
 * @param {Size} stage
 */
export function fitted(picture, stage) {
  const scale = Math.min(stage.width / picture.width, stage.height / picture.height);
  const left = (stage.width - picture.width * scale) / 2;
  const top = (stage.height - picture.height * scale) / 2;
  return { scale, left, top };
}

/**
 * Where a face's button lies: {left, top, width, height} in pixels of the stage. Pure.
 *
 * @param {Box} box
 * @param {Size} picture
 * @param {Size} stage
 * @param {boolean} mirrored
 */
export function placeOf([x1, y1, x2, y2], picture, stage, mirrored) {
  const { scale, left, top } = fitted(picture, stage);
  const width = Math.max(SMALLEST_PX, (x2 - x1) * scale);
  const height = Math.max(SMALLEST_PX, (y2 - y1) * scale);
  const middle = ((mirrored ? picture.width - (x1 + x2) / 2 : (x1 + x2) / 2)) * scale;
  return { left: left + middle - width / 2, top: top + ((y1 + y2) / 2) * scale - height / 2, width, height };
}

/**
 * Which face counts, in words; empty where that needs none. A pick on a shared camera may be somebody else's.
 *
 * @param {{ count: number, chosen: number | null, isThere: boolean, isPickable: boolean, isShared: boolean }} facts
 */
function sentence({ count, chosen, isThere, isPickable, isShared }) {
  if (chosen === null && count < 2) return "";
  const forAll = isShared ? ` ${_("Picking one holds for everyone who watches this camera.")}` : "";
  if (chosen === null) {
    const all = _("{count} faces in the picture: all of them count.", { count });
    return isPickable ? `${all} ${_("Tap one to let it count alone.")}${forAll}` : all;
  }
  if (isThere) return (isShared ? _("The face that was picked counts alone.") : _("The face you picked counts alone.")) + forAll;
  return isShared
    ? _("The face that was picked is out of sight; it counts again if it is back in a moment.")
    : _("The face you picked is out of sight; it counts again if it is back in a moment.");
}

/**
 * @typedef {Face & { track: number }} TrackedFace
 * @param {Face} face
 * @returns {face is TrackedFace}
 */
const hasTrack = (face) => face.track !== undefined;

export class FacePicker {
  /** @type {Map<number, HTMLButtonElement>} by the face's number */
  #buttons = new Map();
  /** @type {(track: number | null) => void} */
  #tell = () => {};
  #arrived = () => {};
  #shared = false;
  #isAwaited = false; // a pick of this visitor is on its way
  /** @type {number | null} */
  #chosen = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #silence;

  /** @param {Document} root */
  constructor(root) {
    this.layer = byId(root, "face-buttons");
    this.note = byId(root, "faces-note");
    this.undo = byId(root, "all-again");
    this.refusal = byId(root, "pick-refusal");
    this.undo.addEventListener("click", () => this.#pick(null));
  }

  /**
   * A camera starts.
   *
   * @param {object} session
   * @param {(track: number | null) => void} session.tell tells the server of a pick, null to let everyone count
   * @param {() => void} session.arrived called when the readings follow the visitor's pick
   * @param {boolean} session.isShared a pick holds for others too
   */
  begin({ tell, arrived, isShared }) {
    this.#tell = tell;
    this.#arrived = arrived;
    this.#shared = isShared;
    this.#chosen = null;
    this.#isAwaited = false;
    this.clear();
  }

  /** @param {number | null} track */
  #pick(track) {
    this.#isAwaited = true;
    this.#tell(track);
  }

  /**
   * Put a button on each face of a reading where there is something to pick.
   *
   * @param {Reading} reading
   * @param {boolean} mirrored
   */
  show(reading, mirrored) {
    const chosen = reading.chosen ?? null;
    if (this.#isAwaited && chosen !== this.#chosen) {
      this.#isAwaited = false;
      this.#arrived();
    }
    this.#chosen = chosen;
    const faces = reading.faces.filter(hasTrack);
    const isThere = faces.some((face) => face.track === chosen);
    const offered = faces.length > 1 || chosen !== null ? faces : [];
    this.#removeOthers(new Set(offered.map((face) => face.track)));
    const stage = { width: this.layer.clientWidth, height: this.layer.clientHeight };
    for (const face of offered) this.#put(face, placeOf(face.box, reading, stage, mirrored), face.track === chosen);
    const [count, isPickable, isShared] = [reading.faces.length, offered.length > 1, this.#shared];
    this.#say(sentence({ count, chosen, isThere, isPickable, isShared }), chosen !== null);
  }

  /** No reading, or none that could be picked from. */
  clear() {
    this.#removeOthers(new Set());
    this.#say("", false);
    this.refuse("");
  }

  /** @param {string} words why a pick did not count */
  refuse(words) {
    clearTimeout(this.#silence);
    this.refusal.textContent = words;
    if (!words) return;
    this.#isAwaited = false;
    this.#silence = setTimeout(() => (this.refusal.textContent = ""), REFUSAL_MS);
  }

  /**
   * @param {TrackedFace} face
   * @param {ReturnType<typeof placeOf>} place
   * @param {boolean} isChosen
   */
  #put(face, place, isChosen) {
    const button = this.#buttons.get(face.track) ?? this.#newButton(face.track);
    for (const [side, pixels] of Object.entries(place)) button.style.setProperty(side, `${Math.round(pixels)}px`);
    if (button.getAttribute("aria-pressed") !== String(isChosen)) button.setAttribute("aria-pressed", String(isChosen));
  }

  /** @param {number} track */
  #newButton(track) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "face-button";
    button.setAttribute("aria-describedby", "faces-note");
    const tag = document.createElement("span");
    tag.textContent = `Face ${track}`;
    button.append(tag);
    button.addEventListener("click", () => this.#pick(button.getAttribute("aria-pressed") === "true" ? null : track));
    this.layer.append(button);
    this.#buttons.set(track, button);
    return button;
  }

  /**
   * Keyboard users whose face has left stay where they were: on the group of faces.
   *
   * @param {Set<number>} kept
   */
  #removeOthers(kept) {
    for (const [track, button] of this.#buttons) {
      if (kept.has(track)) continue;
      const hadFocus = button === document.activeElement;
      button.remove();
      this.#buttons.delete(track);
      if (hadFocus) this.layer.focus();
    }
  }

  /**
   * @param {string} words
   * @param {boolean} isChosen
   */
  #say(words, isChosen) {
    if (this.note.textContent !== words) this.note.textContent = words;
    if (!isChosen && this.undo === document.activeElement) this.layer.focus();
    this.undo.hidden = !isChosen;
  }
}
