// A part of the page by its id: a page that lacks one fails at once, and says which.

/** @param {string} id */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`This page has no "${id}".`);
  return found;
}
