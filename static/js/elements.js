// Parts of the page by their id or selector: a page that lacks one fails at once, and says which.

/**
 * @template {Element} T
 * @param {Element | null} found
 * @param {string} name
 * @param {new () => T} kind
 * @returns {T}
 */
function checked(found, name, kind) {
  if (found instanceof kind) return found;
  throw new Error(`This page has no ${kind.name} "${name}".`);
}

/**
 * The element with an id.
 *
 * @template {Element} [T=HTMLElement]
 * @param {Document | DocumentFragment} root
 * @param {string} id
 * @param {new () => T} [kind]
 * @returns {T}
 */
export function byId(root, id, kind) {
  return checked(root.getElementById(id), id, kind ?? /** @type {new () => T} */ (/** @type {unknown} */ (HTMLElement)));
}

/**
 * The first element that a selector finds.
 *
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} [kind]
 * @returns {T}
 */
export function first(root, selector, kind) {
  return checked(root.querySelector(selector), selector, kind ?? /** @type {new () => T} */ (/** @type {unknown} */ (HTMLElement)));
}

/**
 * What draws on a canvas.
 *
 * @param {HTMLCanvasElement} canvas
 * @returns {CanvasRenderingContext2D}
 */
export function penOf(canvas) {
  const pen = canvas.getContext("2d");
  if (pen) return pen;
  throw new Error("This browser draws on no canvas.");
}

/**
 * Every element of HTML that a selector finds.
 *
 * @param {ParentNode} root
 * @param {string} selector
 */
export function all(root, selector) {
  return /** @type {HTMLElement[]} */ ([...root.querySelectorAll(selector)]);
}

/**
 * The element around the place of an event that fits a selector; null where there is none.
 *
 * @template {Element} [T=HTMLElement]
 * @param {Event} event
 * @param {string} selector
 * @param {new () => T} [kind]
 * @returns {T | null}
 */
export function around({ target }, selector, kind) {
  if (!(target instanceof Element)) return null;
  const found = target.closest(selector);
  return found instanceof (kind ?? HTMLElement) ? /** @type {T} */ (/** @type {unknown} */ (found)) : null;
}
