// What a reading asks for: a "finding", its question to /api/v1/movies, and its place in the page's address. Pure.
//
// A finding is {key, said} with one of: {mood, group} where faces show a mood, {scores, expression, lean} where none
// does, or nothing more for a row of each mood. Two readings with the same key need no other films.

import { _ } from "./language.js";
import { LOOKS, MOODS, OTHERS } from "./moods.js";
import { at } from "./root.js";

const LEAST_SCORE = 0.01;
const MOST_FACES = 50;
const MAX_SEED = 2 ** 32 - 1;
const MAX_OFFSET = 10_000;

/** @type {Finding} a row of each mood: where no face is seen, or none of the three is right */
export const EACH = Object.freeze({ key: "each" });

/** @param {string} word */
const capital = (word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;

/**
 * A mood that somebody chose.
 *
 * @param {string} mood
 * @returns {Finding}
 */
export const byHand = (mood) => ({ key: mood, mood, group: [], said: _("{look} it is", { look: capital(LOOKS[mood] ?? mood) }) });

/**
 * All faces decide together, unless one was picked.
 *
 * @param {Reading} reading
 */
function moodsOf({ mood, faces, chosen }) {
  return (chosen ?? null) === null ? [mood, ...faces.slice(1).map((face) => face.mood)] : [mood];
}

/** @param {string[]} moods */
const keyOfMoods = (moods) => [...new Set(moods)].sort().join("+");
/**
 * @param {string | null | undefined} expression
 * @param {string | null} reason
 */
const keyOfExpression = (expression, reason) => (reason === "other" ? expression : reason) ?? "unsure";

/**
 * The finding of a reading; null without a face.
 *
 * @param {Reading & { said?: string }} reading
 * @returns {Finding | null}
 */
export function findingOf(reading) {
  const { mood, said } = reading;
  if (mood.reason === "no_face") return null;
  const labels = moodsOf(reading).flatMap(({ label }) => (label ? [label] : [])).slice(0, MOST_FACES);
  if (labels.length) return { key: keyOfMoods(labels), mood: labels[0], group: labels.slice(1), said };
  const scores = MOODS.map((name) => Number(Math.max(mood.scores[name] ?? 0, LEAST_SCORE).toFixed(4)));
  const { expression, lean, reason } = mood;
  return { key: keyOfExpression(expression, reason), scores, expression, lean, said };
}

/**
 * Parameters of /api/v1/movies.
 *
 * @param {Finding} finding
 */
export function questionOf({ mood, group, scores, expression }) {
  if (mood) return group?.length ? { mood, group } : { mood };
  return expression ? { scores, expression } : { scores };
}

/**
 * The address of the camera page with these films.
 *
 * @param {Finding} finding
 * @param {Place} place
 */
export function addressOf(finding, { seed, offset }) {
  const asked = finding.key === EACH.key ? { films: EACH.key } : questionOf(finding);
  const pairs = Object.entries({ ...asked, seed, ...(offset ? { offset } : {}) });
  return `${at("/live")}?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))}`;
}

/**
 * @param {string | null} text
 * @param {number} most
 */
function wholeNumber(text, most) {
  const isNumber = /^\d{1,10}$/.test(text ?? "");
  return isNumber && Number(text) <= most ? Number(text) : null;
}

/**
 * @param {URLSearchParams} values
 * @returns {Finding | null}
 */
function moodsIn(values) {
  const mood = values.get("mood") ?? "";
  const group = (values.get("group") ?? "").split(",").filter(Boolean);
  const isSound = [mood, ...group].every((name) => MOODS.includes(name)) && group.length < MOST_FACES;
  return isSound ? { key: keyOfMoods([mood, ...group]), mood, group } : null;
}

/**
 * @param {URLSearchParams} values
 * @returns {Finding | null}
 */
function scoresIn(values) {
  const scores = (values.get("scores") ?? "").split(",").map((text) => (text.trim() ? Number(text) : NaN));
  const isSound = scores.length === MOODS.length && scores.every((score) => score >= 0 && score <= 1) && Math.max(...scores) > 0;
  const expression = values.get("expression") ?? undefined;
  if (!isSound || (expression !== undefined && !(expression in LOOKS))) return null;
  const lean = MOODS[scores.indexOf(Math.max(...scores))];
  const reason = OTHERS.includes(expression ?? "") ? "other" : expression === "neutral" ? "neutral" : "unsure";
  return { key: keyOfExpression(expression, reason), scores, expression, lean };
}

/**
 * What an address asks for; null where it asks for nothing, or for what cannot be.
 *
 * @param {string} search
 * @returns {Place & { finding: Finding } | null}
 */
export function readAddress(search) {
  const values = new URLSearchParams(search);
  const seed = wholeNumber(values.get("seed"), MAX_SEED);
  const offset = values.has("offset") ? wholeNumber(values.get("offset"), MAX_OFFSET) : 0;
  if (seed === null || offset === null) return null;
  let finding = null;
  if (values.get("films") === EACH.key) finding = EACH;
  else if (values.has("mood")) finding = moodsIn(values);
  else if (values.has("scores")) finding = scoresIn(values);
  return finding && { finding, seed, offset };
}

/** A seed to draw films by. */
export const newSeed = () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
