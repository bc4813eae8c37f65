// From seven scores to a mood, or to the reason why there is none; and what is said about it.

/** @typedef {import("./network.js").Settings} Settings */

/**
 * @typedef {object} Words sentences as the server says them, with {name} for each value
 * @property {Record<string, string>} said about one face, by what was read
 * @property {Record<string, string>} looks
 * @property {string[]} numbers
 * @property {string[]} upper_numbers from two on
 * @property {string} both
 * @property {string} all
 * @property {string} one_of
 * @property {string} some_of
 * @property {string} other
 * @property {string} two_others how two are listed
 * @property {string} more_others the same for three; more are listed as their first two
 * @property {{ dark: string, small: string, turned: string }} hints
 */

const CLEAR_LEAD = 0.4;

export class Moods {
  /** @param {Settings} settings */
  constructor(settings) {
    this.settings = settings;
    /** @type {Mood} */
    this.noFace = { label: null, certainty: 0, reason: "no_face", lean: null, expression: null, scores: this.#scores(null) };
  }

  /**
   * The mood of one face in one frame.
   *
   * @param {ArrayLike<number>} values in the labels' order
   * @returns {Mood}
   */
  of(values) {
    const { labels, moods, thresholds } = this.settings;
    const scores = this.#scores(values);
    const likeliest = moods.reduce((best, mood) => ((scores[mood] ?? 0) > (scores[best] ?? 0) ? mood : best));
    const certainty = scores[likeliest] ?? 0;
    const top = Array.from(values).reduce((best, value, index) => (value > (values[best] ?? 0) ? index : best), 0);
    const expression = labels[top] ?? "";
    if (certainty >= (thresholds[likeliest] ?? 1)) return { label: likeliest, certainty, reason: null, lean: null, expression, scores };
    const reason = this.#reason(expression, values[top] ?? 0);
    return { label: null, certainty: values[top] ?? 0, reason, lean: likeliest, expression, scores };
  }

  /**
   * The seven scores by name, as the API writes them.
   *
   * @param {ArrayLike<number>} values
   * @returns {Record<string, number>}
   */
  named(values) {
    return Object.fromEntries(this.settings.labels.map((label, index) => [label, rounded(values[index] ?? 0)]));
  }

  /**
   * @param {ArrayLike<number> | null} values
   * @returns {Record<string, number>}
   */
  #scores(values) {
    const { labels, moods } = this.settings;
    return Object.fromEntries(moods.map((mood) => [mood, values?.[labels.indexOf(mood)] ?? 0]));
  }

  /**
   * @param {string} top
   * @param {number} probability
   */
  #reason(top, probability) {
    if (probability < CLEAR_LEAD || this.settings.moods.includes(top)) return "unsure";
    return top === "neutral" ? "neutral" : "other";
  }
}

/** @param {number} value */
const rounded = (value) => Math.round(value * 10_000) / 10_000;

/**
 * A mood with its numbers as the API writes them.
 *
 * @param {Mood} mood
 * @returns {Mood}
 */
export function asAnswered(mood) {
  const scores = Object.fromEntries(Object.entries(mood.scores).map(([name, score]) => [name, rounded(score)]));
  return { ...mood, scores, certainty: rounded(mood.certainty) };
}

/**
 * @param {string} sentence
 * @param {Record<string, string>} values
 */
const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/**
 * One sentence about all faces: as moviefy/expression/words.py says it.
 *
 * @param {Mood[]} moods
 * @param {Words} words
 */
export function sayAll(moods, words) {
  const [only] = moods;
  if (moods.length < 2) return words.said[only ? keyOf(only) : "no_face"] ?? "";
  /** @type {Map<string, number>} */
  const counted = new Map();
  for (const { label, expression } of moods) {
    const look = words.looks[label ?? expression ?? "neutral"] ?? "";
    counted.set(look, (counted.get(look) ?? 0) + 1);
  }
  const [[look, most] = ["", 0], ...others] = [...counted].toSorted((one, other) => other[1] - one[1]);
  /** @param {number} count */
  const number = (count) => words.numbers[count] ?? String(count);
  if (!others.length) return filled(moods.length === 2 ? words.both : words.all, { look, number: number(most) });
  const parts = others.map(([other, count]) => filled(words.other, { number: number(count), look: other }));
  const values = { number: words.upper_numbers[most - 2] ?? String(most), look, others: listed(parts, words) };
  return filled(most === 1 ? words.one_of : words.some_of, values);
}

/**
 * "a", "a and b", "a, b and c", as the language has it.
 *
 * @param {string[]} parts
 * @param {Words} words
 * @returns {string}
 */
function listed([a = "", b, c, ...more], words) {
  if (b === undefined) return a;
  if (c === undefined) return filled(words.two_others, { a, b });
  if (!more.length) return filled(words.more_others, { a, b, c });
  const [between = ", "] = /(?<=\{a\}).*(?=\{b\})/s.exec(words.more_others) ?? [];
  return listed([`${a}${between}${b}`, c, ...more], words);
}

/** @param {Mood} mood */
function keyOf({ label, reason, lean, expression }) {
  if (reason === "no_face") return reason;
  return label ?? `${reason === "unsure" ? "unsure" : expression}-${lean}`;
}
