// The words for a mood, read from the page, so that script and templates never say different things.

/**
 * @param {Element} list
 * @returns {Map<string | undefined, DOMStringMap>} words (live, hint, short) by state: a mood, or the reason why there is none.
 */
export function readWords(list) {
  const rows = /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll(":scope > *"));
  return new Map([...rows].map((row) => [row.dataset.state, { ...row.dataset }]));
}

/**
 * The state of a mood: its label, or "neutral", "other", "unsure", "no_face".
 *
 * @param {Pick<Mood, "label" | "reason">} mood
 */
export function stateOf(mood) {
  return mood.label ?? mood.reason ?? "unsure";
}

/**
 * A score in [0, 1] as whole hundredths.
 *
 * @param {number} score
 */
export function hundredths(score) {
  return score.toLocaleString(document.documentElement.lang, { style: "percent" });
}
