// The list of films as the films page shows it, and as the tab remembers it.

/**
 * @typedef {object} ShownList what the page showed under an address
 * @property {string} cards the list's markup
 * @property {import("./films-address.js").ListPlace} place
 * @property {number} left how many films of the order come after these
 * @property {number} total how many films fit
 * @property {string[]} shown ids that were on the page since the order began
 */

/**
 * @typedef {object} ListState what the page says around a list
 * @property {number} count how many films it has
 * @property {number} left how many films of the order come after these
 * @property {string} goal
 * @property {boolean} single it is one film that was picked
 */

/**
 * Whether a remembered list has every part that is used.
 *
 * @param {any} value
 * @returns {value is ShownList}
 */
export function isList(value) {
  const { cards, place, left, total, shown } = value ?? {};
  const numbers = [place?.offset, place?.limit, left, total];
  return typeof cards === "string" && numbers.every(Number.isInteger) && Array.isArray(shown);
}
