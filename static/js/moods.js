// The moods that have films, read from the page, so that the server alone lists them.

export const MOODS = (document.documentElement.dataset.moods ?? "").split(" ").filter(Boolean);

/**
 * An object with one value for every mood.
 *
 * @template T
 * @param {T} value
 * @returns {Record<string, T>}
 */
export const forEachMood = (value) => Object.fromEntries(MOODS.map((mood) => [mood, value]));
