// The films page's address says the same as its form and the place in the order, so that it can be kept and passed on:
// opened elsewhere it shows the same films in the same order.

import { at } from "./root.js";

export const PAGE = 12;
const LISTS = ["group"];
const NUMBERS = ["year_from", "year_to", "runtime_from", "runtime_to", "rating_from", "votes_to", "breadth"];

/** @typedef {{ seed?: number, offset: number, limit: number }} ListPlace what a list shows of which order */

/**
 * @typedef {object} ShownList what the page showed under an address
 * @property {string} cards the list's markup
 * @property {ListPlace} place
 * @property {number} left how many films of the order come after these
 * @property {number} total how many films fit
 * @property {string} title what a list without a mood is called, else ""
 * @property {string[]} shown ids that were on the page since the order began
 */

/**
 * The control of a form with a name, or the radio buttons that share it: both have a value.
 *
 * @param {HTMLFormElement} form
 * @param {string} name
 */
export function control(form, name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}

/** @param {HTMLFormElement} form */
const pairsOf = (form) => /** @type {[string, string][]} */ ([...new FormData(form)]); // it holds no files

/**
 * A form's values as the API takes them: without blanks, numbers as numbers, lists as lists.
 *
 * @param {HTMLFormElement} form
 * @returns {Record<string, unknown>}
 */
export function wanted(form) {
  const data = new FormData(form);
  const pairs = [...new Set(data.keys())].map((name) => {
    const values = data.getAll(name).filter((value) => value !== "");
    if (LISTS.includes(name)) return [name, values.length ? values : undefined];
    return [name, values.length && NUMBERS.includes(name) ? Number(values[0]) : values[0]];
  });
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
}

/**
 * The address of the films that a form asks for, at a place in their order.
 *
 * @param {HTMLFormElement} form
 * @param {ListPlace} place
 */
export function addressOf(form, { seed, offset, limit }) {
  const usual = control(form, "breadth").dataset.default;
  /** @type {(name: string, value: string) => boolean} */
  const isDefault = (name, value) => value === "" || (name === "breadth" && value === usual);
  const pairs = pairsOf(form).filter(([name, value]) => !isDefault(name, value));
  if (seed !== undefined) pairs.push(["seed", String(seed)]);
  if (offset) pairs.push(["offset", String(offset)]);
  if (limit !== PAGE) pairs.push(["limit", String(limit)]);
  return `${at("/movies")}?${new URLSearchParams(pairs)}`;
}

/**
 * The place in the order that an address says.
 *
 * @param {string} address
 * @returns {ListPlace}
 */
export function placeIn(address) {
  const values = new URL(address, location.href).searchParams;
  /** @param {string} name */
  const number = (name) => (values.has(name) ? Number(values.get(name)) : undefined);
  return { seed: number("seed"), offset: number("offset") ?? 0, limit: number("limit") ?? PAGE };
}

/**
 * Set a form to what an address says.
 *
 * @param {HTMLFormElement} form
 * @param {string} address
 */
export function fillForm(form, address) {
  const values = new URL(address, location.href).searchParams;
  const group = values.getAll("group").flatMap((value) => value.split(",")).filter(Boolean);
  for (const field of /** @type {Iterable<HTMLInputElement>} */ (form.elements)) {
    if (!field.name) continue;
    if (field.type === "radio") field.checked = field.value === (values.get(field.name) ?? (field.name === "goal" ? "match" : null));
    else if (field.name === "group") field.value = group.shift() ?? "";
    else field.value = values.get(field.name) ?? field.dataset.default ?? "";
  }
}

/**
 * Whether somebody has changed what the page was sent with.
 *
 * @param {HTMLFormElement} form
 */
export function isChanged(form) {
  return [...form.elements].some((field) => {
    if (field instanceof HTMLSelectElement) return [...field.options].some((one) => one.selected !== one.defaultSelected && field.selectedIndex > 0);
    if (!(field instanceof HTMLInputElement)) return false;
    if (field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.type === "range") return Math.abs(field.valueAsNumber - Number(field.defaultValue)) > 0.05; // it rounds
    return field.value !== field.defaultValue;
  });
}

/**
 * Whether a remembered list has every part that is used.
 *
 * @param {any} value
 * @returns {value is ShownList}
 */
export function isList(value) {
  const { cards, place, left, total, title, shown } = value ?? {};
  const numbers = [place?.offset, place?.limit, left, total];
  return typeof cards === "string" && typeof title === "string" && numbers.every(Number.isInteger) && Array.isArray(shown);
}
