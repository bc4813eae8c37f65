// The journal's weeks as bars, and the same as a table.

import { byId } from "./elements.js";
import { plural } from "./language.js";
import { MOODS, forEachMood } from "./moods.js";

const WEEKS = 12;
const DAY_MS = 86_400_000;
const [BAR, STEP, HEIGHT, LABEL] = [26, 40, 120, 18];
const SVG = document.querySelector("svg")?.namespaceURI ?? "";

/** @typedef {{ from: Date, counts: Record<string, number>, total: number }} Week from: its Monday */

/**
 * The last weeks, the oldest first, each with how often which mood was noted.
 *
 * @param {import("./journal.js").Note[]} notes
 * @param {number} now in seconds
 * @returns {Week[]}
 */
export function weeksOf(notes, now) {
  const today = new Date(now * 1000);
  const weekday = (today.getDay() + 6) % 7; // 0 is Monday
  const weeks = Array.from({ length: WEEKS }, (_week, index) => ({
    from: new Date(today.getFullYear(), today.getMonth(), today.getDate() - weekday - 7 * (WEEKS - 1 - index)),
    counts: { ...forEachMood(0) },
    total: 0,
  }));
  for (const [at, mood] of notes) {
    const week = weeks.findLast(({ from }) => from.getTime() <= at * 1000);
    if (!week || at * 1000 >= (weeks.at(-1)?.from.getTime() ?? 0) + 7 * DAY_MS) continue;
    week.counts[mood] = (week.counts[mood] ?? 0) + 1;
    week.total += 1;
  }
  return weeks;
}

export class JournalChart {
  constructor() {
    this.picture = byId(document, "journal-chart", SVGSVGElement);
    this.rows = byId(document, "journal-rows");
    this.day = new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "short" });
  }

  /**
   * @param {import("./journal.js").Note[]} notes
   * @param {number} now in seconds
   */
  draw(notes, now) {
    const weeks = weeksOf(notes, now);
    const total = weeks.reduce((sum, week) => sum + week.total, 0);
    const scale = (HEIGHT - LABEL) / Math.max(1, ...weeks.map((week) => week.total));
    this.picture.setAttribute("viewBox", `0 0 ${WEEKS * STEP} ${HEIGHT}`);
    this.picture.setAttribute("aria-label", plural("{count} mood in twelve weeks; the table has each week.", "{count} moods in twelve weeks; the table has each week.", total));
    this.picture.replaceChildren(...weeks.flatMap((week, index) => this.#bar(week, index, scale)));
    this.rows.replaceChildren(...weeks.filter((week) => week.total).reverse().map((week) => this.#row(week)));
  }

  /**
   * A week's parts, the first mood below, and its day under every second one.
   *
   * @param {Week} week
   * @param {number} index
   * @param {number} scale units of height for one note
   */
  #bar(week, index, scale) {
    const [x, ground] = [index * STEP + (STEP - BAR) / 2, HEIGHT - LABEL];
    let top = ground;
    const parts = MOODS.filter((mood) => week.counts[mood]).map((mood) => {
      const height = (week.counts[mood] ?? 0) * scale;
      top -= height;
      return drawn("rect", { "data-mood": mood, x, y: top, width: BAR, height: Math.max(height - 1, 1), rx: 2 });
    });
    const base = drawn("rect", { class: "journal-base", x, y: ground, width: BAR, height: 1 });
    if (index % 2 === 0) return [base, ...parts];
    const label = drawn("text", { x: x + BAR / 2, y: HEIGHT - 4, "text-anchor": "middle" });
    label.textContent = this.day.format(week.from);
    return [base, ...parts, label];
  }

  /** @param {Week} week */
  #row({ from, counts }) {
    const row = document.createElement("tr");
    const head = Object.assign(document.createElement("th"), { scope: "row", textContent: this.day.format(from) });
    const cells = MOODS.map((mood) => Object.assign(document.createElement("td"), { textContent: String(counts[mood]) }));
    row.append(head, ...cells);
    return row;
  }
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
function drawn(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
