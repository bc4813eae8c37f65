// The moods that have films and what faces look like, read from the page, so that the server alone lists them.

const { moods, looks } = document.documentElement.dataset;

export const MOODS = (moods ?? "").split(" ").filter(Boolean);

/** @type {Record<string, string>} how a face looks, by expression: "surprise" looks "surprised" */
export const LOOKS = JSON.parse(looks ?? "{}");

/** The expressions beside the moods and a face at rest. */
export const OTHERS = Object.keys(LOOKS).filter((name) => name !== "neutral" && !MOODS.includes(name));

/**
 * An object with one value for every mood.
 *
 * @template T
 * @param {T} value
 * @returns {Record<string, T>}
 */
export const forEachMood = (value) => Object.fromEntries(MOODS.map((mood) => [mood, value]));
