// What a reading asks for: a "finding", its question to /api/v1/movies, and its place in the page's address. Pure.
//
// A finding is {key, said} with one of: {mood, group} where faces show a mood, {scores, expression, lean} where none
// does, or nothing more for a row of each mood. Two readings with the same key need no other films.

import { MOODS } from "./moods.js";
import { LOOKS } from "./words.js";

const EXPRESSIONS = [...MOODS, ...Object.keys(LOOKS), "neutral"];
const LEAST_SCORE = 0.01;
const MOST_FACES = 50;
const MAX_SEED = 2 ** 32 - 1;
const MAX_OFFSET = 10_000;

/** A row of each mood: where no face is seen, or none of the three is right. */
export const EACH = Object.freeze({ key: "each" });

/** A mood that somebody chose. */
export const byHand = (mood) => ({ key: mood, mood, group: [], said: `${mood[0].toUpperCase()}${mood.slice(1)} it is` });

/** All faces decide together, unless one was picked. */
function moodsOf({ mood, faces, chosen }) {
  return (chosen ?? null) === null ? [mood, ...faces.slice(1).map((face) => face.mood)] : [mood];
}

const keyOfMoods = (moods) => [...new Set(moods)].sort().join("+");
const keyOfExpression = (expression, reason) => (reason === "other" ? expression : reason);

/** The finding of a reading; null without a face. */
export function findingOf(reading) {
  const { mood, said } = reading;
  if (mood.reason === "no_face") return null;
  const labels = moodsOf(reading).map(({ label }) => label).filter(Boolean).slice(0, MOST_FACES);
  if (labels.length) return { key: keyOfMoods(labels), mood: labels[0], group: labels.slice(1), said };
  const scores = MOODS.map((name) => Number(Math.max(mood.scores[name], LEAST_SCORE).toFixed(4)));
  const { expression, lean, reason } = mood;
  return { key: keyOfExpression(expression, reason), scores, expression, lean, said };
}

/** Parameters of /api/v1/movies. */
export function questionOf({ mood, group, scores, expression }) {
  if (mood) return group.length ? { mood, group } : { mood };
  return expression ? { scores, expression } : { scores };
}

/** The address of the camera page with these films; `place` is {seed, offset}. */
export function addressOf(finding, { seed, offset }) {
  const asked = finding.key === EACH.key ? { films: EACH.key } : questionOf(finding);
  return `/live?${new URLSearchParams({ ...asked, seed, ...(offset ? { offset } : {}) })}`;
}

function wholeNumber(text, most) {
  const isNumber = /^\d{1,10}$/.test(text ?? "");
  return isNumber && Number(text) <= most ? Number(text) : null;
}

function moodsIn(values) {
  const mood = values.get("mood");
  const group = (values.get("group") ?? "").split(",").filter(Boolean);
  const isSound = [mood, ...group].every((name) => MOODS.includes(name)) && group.length < MOST_FACES;
  return isSound ? { key: keyOfMoods([mood, ...group]), mood, group } : null;
}

function scoresIn(values) {
  const scores = values.get("scores").split(",").map((text) => (text.trim() ? Number(text) : NaN));
  const isSound = scores.length === MOODS.length && scores.every((score) => score >= 0 && score <= 1) && Math.max(...scores) > 0;
  const expression = values.get("expression") ?? undefined;
  if (!isSound || (expression !== undefined && !EXPRESSIONS.includes(expression))) return null;
  const lean = MOODS[scores.indexOf(Math.max(...scores))];
  const reason = (expression ?? "") in LOOKS ? "other" : expression === "neutral" ? "neutral" : "unsure";
  return { key: keyOfExpression(expression, reason), scores, expression, lean };
}

/** {finding, seed, offset} that an address asks for; null where it asks for none, or for what cannot be. */
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
export const newSeed = () => crypto.getRandomValues(new Uint32Array(1))[0];
