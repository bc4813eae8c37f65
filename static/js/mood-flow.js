// Between the cameras and the page: what each reading changes there. Both cameras hand their readings in here.

import { stateOf } from "./words.js";

export class MoodFlow {
  #sendsFilms = false;
  #sent = null; // the films that the server sent last
  #latest = null; // {reading, serverLabel}
  #frozen = null; // the reading that is kept while the camera goes on
  #idle = ""; // what to say while there is no reading

  constructor({ panel, films, history, viewer }) {
    Object.assign(this, { panel, films, history, viewer });
  }

  /** A camera starts; `sendsFilms`: the server sends films by itself when its camera's mood changes. */
  begin(sendsFilms) {
    this.#sendsFilms = sendsFilms;
    this.#sent = null;
    this.#frozen = null;
    this.reset("Starting the camera");
  }

  /** There is no reading now, and why. */
  reset(sentence) {
    this.#latest = null;
    this.#idle = sentence;
    this.#show();
  }

  /** A reading whose mood holds still. */
  receive(reading) {
    const mood = this.viewer.judge(reading.mood);
    const hint = mood.hint ?? reading.hint;
    this.#latest = { reading: { ...reading, mood, hint }, serverLabel: reading.mood.label };
    this.history.record(stateOf(mood), performance.now());
    this.#show();
  }

  receiveFilms(answer) {
    this.#sent = answer;
    if (this.shown) this.#fetchFilms(this.shown.mood.label);
  }

  /** The reading on the page, frozen or new; null where there is none. */
  get shown() {
    return this.#frozen ?? this.#latest?.reading ?? null;
  }

  /** The mood that is kept; null while it may change. */
  get frozenMood() {
    return this.#frozen?.mood.label ?? null;
  }

  /** Keep the mood on the page and its films; without one there is nothing to keep. Gives whether it is kept. */
  freeze() {
    if (this.shown?.mood.label) this.#frozen = this.shown;
    return this.#frozen !== null;
  }

  /** Let the mood follow the camera again, at once. */
  release() {
    this.#frozen = null;
    this.#show();
  }

  #show() {
    const { shown } = this;
    if (!shown) return this.panel.reset(this.#idle);
    this.panel.show(shown);
    this.#fetchFilms(shown.mood.label);
  }

  /** Films for the mood that is shown: those that the server sent or will send for it, or else asked for here. */
  #fetchFilms(label) {
    if (!label) return;
    if (this.#sent?.mood === label) this.films.receive(this.#sent);
    else if (!this.#sendsFilms || label !== this.#latest?.serverLabel) this.films.follow(label);
  }
}
