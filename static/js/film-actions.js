// The buttons on film cards: like, not for me, seen it, and taking the last one back.

const SAID = {
  liked: (title) => `You like ${title}. Films like it come first from the next ones on.`,
  disliked: (title) => `${title} is gone, and fewer like it will come.`,
  hidden: (title) => `${title} is marked as seen and will not come again.`,
};

const filmOf = (element) => element.closest("[data-film]");
const idOf = (film) => film.dataset.film;
const titleOf = (film) => film.querySelector('[data-field="title"]').textContent;

export class FilmActions {
  #last = null; // {film, place, list, before}: what Undo takes back

  /** `gone`: called when a film has left the list, so that another may take its place. */
  constructor({ element, root, memory, gone = () => {} }) {
    Object.assign(this, { root, memory, gone, news: element("film-news"), undo: element("undo") });
    root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-action]");
      if (button) this.#press(button);
    });
    this.undo.addEventListener("click", () => this.#takeBack());
    memory.addEventListener("change", () => this.show());
    this.show();
  }

  /** Press the buttons in as far as the memory says so. */
  show() {
    for (const button of this.root.querySelectorAll("[data-action]")) {
      const isSaid = this.memory.kindOf(idOf(filmOf(button))) === button.dataset.action;
      button.setAttribute("aria-pressed", String(isSaid));
    }
  }

  /** Say something beside the list; an offer to undo belongs to the sentence before. */
  say(sentence) {
    this.#last = null;
    this.undo.hidden = true;
    this.news.textContent = sentence;
  }

  #press(button) {
    const film = filmOf(button);
    const before = this.memory.kindOf(idOf(film));
    const kind = before === button.dataset.action ? null : button.dataset.action;
    const item = film.parentElement.closest("li");
    const place = item && { list: item.parentElement, next: item.nextElementSibling };
    this.memory.put(idOf(film), titleOf(film), kind);
    this.say(kind ? SAID[kind](titleOf(film)) + this.#warning() : `Taken back: ${titleOf(film)}.`);
    this.#last = { film, item, place, before };
    this.undo.hidden = kind === null;
    if (item && (kind === "hidden" || kind === "disliked")) this.#remove(item, button.dataset.action);
  }

  #warning() {
    return this.memory.isKept ? "" : " This browser stores nothing, so it holds only on this page.";
  }

  /** Take a card away; who pressed a button on it goes on with the same button of the next one. */
  #remove(item, action) {
    const neighbour = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    (neighbour?.querySelector(`[data-action="${action}"]`) ?? this.undo).focus();
    this.gone();
  }

  #takeBack() {
    const { film, item, place, before } = this.#last;
    this.memory.put(idOf(film), titleOf(film), before);
    if (item && !item.isConnected) {
      place.list.insertBefore(item, place.next?.parentElement === place.list ? place.next : null);
    }
    this.say(`Taken back: ${titleOf(film)}.`);
    film.querySelector("[data-action]").focus();
    this.show();
  }
}
