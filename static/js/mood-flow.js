// Between the cameras and the page: what each reading changes there. Both cameras hand their readings in here.

import { stateOf } from "./words.js";

export class MoodFlow {
  #sendsFilms = false;
  #sent = null; // the films that the server sent last
  #latest = null; // {reading, serverLabel}

  constructor({ panel, films, history }) {
    Object.assign(this, { panel, films, history });
  }

  /** A camera starts; `sendsFilms`: the server sends films by itself when its camera's mood changes. */
  begin(sendsFilms) {
    this.#sendsFilms = sendsFilms;
    this.#sent = null;
    this.reset("Starting the camera");
  }

  /** There is no reading now, and why. */
  reset(sentence) {
    this.#latest = null;
    this.panel.reset(sentence);
  }

  /** A reading whose mood holds still. */
  receive(reading) {
    this.#latest = { reading, serverLabel: reading.mood.label };
    this.history.record(stateOf(reading.mood), performance.now());
    this.#show();
  }

  receiveFilms(answer) {
    this.#sent = answer;
    if (this.#latest) this.#fetchFilms(this.#latest.reading.mood.label);
  }

  #show() {
    const { reading } = this.#latest;
    this.panel.show(reading);
    this.#fetchFilms(reading.mood.label);
  }

  /** Films for the mood that is shown: those that the server sent or will send for it, or else asked for here. */
  #fetchFilms(label) {
    if (!label) return;
    if (this.#sent?.mood === label) this.films.receive(this.#sent);
    else if (!this.#sendsFilms || label !== this.#latest.serverLabel) this.films.follow(label);
  }
}
