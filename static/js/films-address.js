// The films page's address says the same as its form and the place in the order, so that it can be kept and passed on:
// opened elsewhere it shows the same films in the same order.

export const PAGE = 12;
const LISTS = ["group"];
const NUMBERS = ["year_from", "year_to", "runtime_from", "runtime_to", "rating_from", "breadth"];

/** A form's values as the API takes them: without blanks, numbers as numbers, lists as lists. */
export function wanted(form) {
  const data = new FormData(form);
  const pairs = [...new Set(data.keys())].map((name) => {
    const values = data.getAll(name).filter((value) => value !== "");
    if (LISTS.includes(name)) return [name, values.length ? values : undefined];
    return [name, values.length && NUMBERS.includes(name) ? Number(values[0]) : values[0]];
  });
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
}

/** The address of the films that a form asks for, at a place in their order: {seed, offset, limit}. */
export function addressOf(form, { seed, offset, limit }) {
  const isDefault = (name, value) => value === "" || (name === "breadth" && value === form.elements.breadth.dataset.default);
  const pairs = [...new FormData(form)].filter(([name, value]) => !isDefault(name, value));
  if (seed !== undefined) pairs.push(["seed", seed]);
  if (offset) pairs.push(["offset", offset]);
  if (limit !== PAGE) pairs.push(["limit", limit]);
  return `/movies?${new URLSearchParams(pairs)}`;
}

/** The place in the order that an address says. */
export function placeIn(address) {
  const values = new URL(address, location.href).searchParams;
  const number = (name) => (values.has(name) ? Number(values.get(name)) : undefined);
  return { seed: number("seed"), offset: number("offset") ?? 0, limit: number("limit") ?? PAGE };
}

/** Set a form to what an address says. */
export function fillForm(form, address) {
  const values = new URL(address, location.href).searchParams;
  const group = values.getAll("group").flatMap((value) => value.split(",")).filter(Boolean);
  for (const field of form.elements) {
    if (!field.name) continue;
    if (field.type === "radio") field.checked = field.value === (values.get(field.name) ?? (field.name === "goal" ? "match" : null));
    else if (field.name === "group") field.value = group.shift() ?? "";
    else field.value = values.get(field.name) ?? field.dataset.default ?? "";
  }
}
