// Comma separated values as RFC 4180 writes them: cells in quotes may hold commas, line ends and doubled quotes.

const SEPARATOR = /[,\r\n]/g;

/**
 * The rows of a text; lines without anything are none.
 *
 * @param {string} text
 * @param {number} most reading stops after so many rows
 * @returns {{ rows: string[][], isCut: boolean }} isCut: the text ends within a cell in quotes or before its row is whole;
 *   that row is not among the others
 */
export function parseCsv(text, most) {
  /** @type {string[][]} */
  const rows = [];
  /** @type {string[]} */
  let row = [];
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  while (at < text.length && rows.length < most) {
    const quoted = text[at] === '"' ? quotedCell(text, at + 1) : { cell: "", end: at };
    if (!quoted) return { rows, isCut: true };
    SEPARATOR.lastIndex = quoted.end;
    const end = SEPARATOR.exec(text)?.index ?? text.length;
    row.push(quoted.cell + text.slice(quoted.end, end));
    const isOver = text[end] !== ",";
    if (!isOver && end + 1 === text.length) row.push(""); // a last empty cell
    if (isOver || end + 1 === text.length) {
      if (row.length > 1 || row[0] !== "") rows.push(row);
      row = [];
    }
    at = end + (text.startsWith("\r\n", end) ? 2 : 1);
  }
  const last = rows.at(-1);
  const isCut = rows.length > 1 && !/[\r\n]$/.test(text) && (last?.length ?? 0) < (rows[0]?.length ?? 0);
  return { rows: isCut ? rows.slice(0, -1) : rows, isCut };
}

/**
 * The rest of a cell in quotes and the place after its last quote; null where the text ends before.
 *
 * @param {string} text
 * @param {number} start
 */
function quotedCell(text, start) {
  let cell = "";
  for (let from = start; ; ) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return null;
    cell += text.slice(from, quote);
    if (text[quote + 1] !== '"') return { cell, end: quote + 1 };
    cell += '"';
    from = quote + 2;
  }
}
