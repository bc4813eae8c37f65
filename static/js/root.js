// The path of the site on its host: "" where it has the host for itself, "/films" where it is served under that path.

/**
 * The address of something on this site.
 *
 * @param {string} path from the site's root, such as "/movies"
 */
export const at = (path) => (document.documentElement.dataset.root ?? "") + path;
