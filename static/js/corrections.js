// "Was this right?": what a viewer's answers change. Pure: nothing here changes the page or the browser's storage.
// Answers are counted by "shown answer", such as {"angry none": 3}: angry was shown and none of the three was right.

import { _ } from "./language.js";
import { MOODS, forEachMood } from "./moods.js";

export const ALIKE = 3; // like answers until a threshold moves, and again for each further step
export const STEP = 0.15;
export const MOST = 0.3; // more would keep a mood from ever being shown
const SLACK = 0.1; // a mood that is shown may fall this far below the viewer's threshold before it goes
const SHOWN = [...MOODS, "neutral", "other", "unsure"];
const ANSWERS = [...MOODS, "none"];

/** @typedef {Record<string, number>} Counts answers by "shown answer" */
/** @typedef {Mood & { hint?: string }} JudgedMood */

/** @param {string} name */
const isMood = (name) => MOODS.includes(name);

/**
 * Whether the answer says that what was shown was right.
 *
 * @param {string} shown
 * @param {string} answer
 */
export const agrees = (shown, answer) => (isMood(shown) ? answer === shown : answer === "none");

/**
 * The counts with one more answer.
 *
 * @param {Counts} counts
 * @param {string} shown
 * @param {string} answer
 * @returns {Counts}
 */
export function counted(counts, shown, answer) {
  const key = `${shown} ${answer}`;
  return { ...counts, [key]: (counts[key] ?? 0) + 1 };
}

/**
 * What was stored, without anything that this page did not write.
 *
 * @param {any} stored
 * @returns {Counts}
 */
export function cleaned(stored) {
  const known = SHOWN.flatMap((shown) => ANSWERS.map((answer) => `${shown} ${answer}`));
  const sound = known.filter((key) => Number.isInteger(stored?.[key]) && stored[key] > 0);
  return Object.fromEntries(sound.map((key) => [key, stored[key]]));
}

/**
 * By how much each mood's threshold moves: up where it was shown wrongly, down where it was missed.
 *
 * @param {Counts} counts
 * @returns {Record<string, number>}
 */
export function shiftsOf(counts) {
  const steps = forEachMood(0);
  for (const [key, count] of Object.entries(counts)) {
    const [shown, answer] = key.split(" ");
    if (agrees(shown, answer)) continue;
    if (isMood(shown)) steps[shown] += Math.floor(count / ALIKE);
    else steps[answer] -= Math.floor(count / ALIKE);
  }
  /** @param {number} step */
  const bounded = (step) => Math.max(-STEP, Math.min(MOST, step * STEP));
  return Object.fromEntries(MOODS.map((mood) => [mood, bounded(steps[mood])]));
}

/**
 * @param {Mood} mood
 * @returns {JudgedMood}
 */
function withheld(mood) {
  const hint = _("Your answers ask for more certainty here.");
  return { ...mood, label: null, lean: mood.label, reason: "unsure", hint };
}

/**
 * A mood as this viewer's thresholds see it.
 *
 * @param {Mood} mood as the server read it
 * @param {object} viewer
 * @param {Record<string, number>} viewer.thresholds certainty by mood from which the server says it, in [0, 1]
 * @param {Record<string, number>} viewer.shifts as from shiftsOf
 * @param {string | null} [viewer.held] the mood that is shown already, which may waver a little; null for none
 * @returns {JudgedMood}
 */
export function judged(mood, { thresholds, shifts, held = null }) {
  if (mood.reason === "no_face") return mood;
  const leader = MOODS.reduce((best, other) => (mood.scores[other] > mood.scores[best] ? other : best));
  /** @param {string} name */
  const enough = (name) => mood.scores[name] >= thresholds[name] + shifts[name] - (name === held ? SLACK : 0);
  if (mood.label) return shifts[mood.label] > 0 && !enough(mood.label) ? withheld(mood) : mood;
  if (shifts[leader] >= 0 || !enough(leader)) return mood;
  return { ...mood, label: leader, lean: null, certainty: mood.scores[leader], reason: null };
}
