// What scripts say, in the language of the page. English stands in the scripts themselves; a page in another language
// brings their sentences (moviefy/web/languages/scripts.py), which are found by the text in the first argument: always a
// plain text in double quotes.

const { lang } = document.documentElement;

/** @type {Record<string, string | string[]>} */
const words = JSON.parse(document.getElementById("words")?.textContent ?? "{}");

/** @typedef {Record<string, string | number>} Values */

/**
 * @param {string} text
 * @param {Values} values
 */
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_whole, name) => (values[name] ?? "").toLocaleString(lang));

/**
 * A sentence in the language of the page.
 *
 * @param {string} sentence in English, with {name} for each value
 * @param {Values} [values]
 */
export function _(sentence, values = {}) {
  return filled(String(words[sentence] ?? sentence), values);
}

/**
 * A sentence whose words hang on a count, which stands in it as {count}.
 *
 * @param {string} one
 * @param {string} many
 * @param {number} count
 * @param {Values} [values]
 */
export function plural(one, many, count, values = {}) {
  const isOne = new Intl.PluralRules(lang).select(count) === "one";
  return filled((words[one] ?? [one, many])[isOne ? 0 : 1] ?? many, { ...values, count });
}
