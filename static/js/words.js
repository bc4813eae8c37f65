// The words for a mood, read from the page, so that script and templates never say different things.

/** @returns {Map<string, {live: string, hint: string, short: string}>} words by state: a mood, or the reason why there is none. */
export function readWords(list) {
  return new Map([...list.children].map((row) => [row.dataset.state, { ...row.dataset }]));
}

/** The state of a mood: "happy", "sad", "angry", or "neutral", "unsure", "no_face". */
export function stateOf(mood) {
  return mood.label ?? mood.reason ?? "unsure";
}

/** A score in [0, 1] as whole hundredths. */
export function hundredths(score) {
  return `${Math.round(score * 100)}%`;
}
