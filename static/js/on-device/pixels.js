// Pictures as arrays, and what OpenCV does with them, number for number: a crop that is made here reads as it does on
// the server. Colours are RGBA, as canvases give them; the fourth value is not looked at.

/** @typedef {{ width: number, height: number, data: Uint8Array | Uint8ClampedArray }} Picture RGBA */
/** @typedef {{ side: number, data: Uint8Array }} Grey a square of grey levels */

/**
 * Python's and OpenCV's rounding: halves go to the even number.
 *
 * @param {number} value
 */
export function round(value) {
  const down = Math.floor(value);
  const rest = value - down;
  if (rest !== 0.5) return rest < 0.5 ? down : down + 1;
  return down % 2 === 0 ? down : down + 1;
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

/**
 * Which pixels of a row make each pixel of a shorter one, with their shares: INTER_AREA.
 *
 * @param {number} from length of the row
 * @param {number} to length of the shorter one
 * @returns {{ first: Int32Array, weights: Float32Array[] }}
 */
function shares(from, to) {
  const scale = from / to;
  const first = new Int32Array(to);
  const weights = [];
  for (let x = 0; x < to; x++) {
    const start = x * scale;
    const end = start + scale;
    const width = Math.min(scale, from - start);
    const last = Math.min(Math.floor(end), from - 1);
    const whole = Math.min(Math.ceil(start), last);
    const row = [];
    first[x] = whole;
    if (whole - start > 1e-3) {
      first[x] = whole - 1;
      row.push((whole - start) / width);
    }
    for (let at = whole; at < last; at++) row.push(1 / width);
    if (end - last > 1e-3) row.push(Math.min(end - last, 1, width) / width);
    weights.push(Float32Array.from(row));
  }
  return { first, weights };
}

/**
 * A smaller picture: INTER_AREA.
 *
 * @param {Picture["data"]} data
 * @param {number} channels 1 or 4; of four, three are made
 * @param {Size} from
 * @param {Size} to
 */
function reducedData(data, channels, from, to) {
  if (from.width === 2 * to.width && from.height === 2 * to.height) return halved(data, channels, from, to);
  const made = Math.min(3, channels);
  const columns = shares(from.width, to.width);
  const rows = shares(from.height, to.height);
  const out = new Uint8Array(to.width * to.height * channels).fill(channels === 4 ? 255 : 0);
  const sums = new Float32Array(to.width * made);
  const line = new Float32Array(to.width * made);
  for (let y = 0; y < to.height; y++) {
    sums.fill(0);
    rows.weights[y]?.forEach((share, index) => {
      reduceLine(data, ((rows.first[y] ?? 0) + index) * from.width * channels, channels, columns, line);
      for (let at = 0; at < line.length; at++) sums[at] = (sums[at] ?? 0) + share * (line[at] ?? 0);
    });
    for (let x = 0; x < to.width; x++) {
      for (let c = 0; c < made; c++) out[(y * to.width + x) * channels + c] = round(sums[x * made + c] ?? 0);
    }
  }
  return out;
}

/**
 * @param {Picture["data"]} data
 * @param {number} start where the line begins
 * @param {number} channels
 * @param {ReturnType<typeof shares>} columns
 * @param {Float32Array} line is filled
 */
function reduceLine(data, start, channels, { first, weights }, line) {
  const made = Math.min(3, channels);
  for (let x = 0; x < weights.length; x++) {
    const share = /** @type {Float32Array} */ (weights[x]);
    let at = start + /** @type {number} */ (first[x]) * channels;
    let [a, b, c] = [0, 0, 0];
    for (let index = 0; index < share.length; index++, at += channels) {
      const part = /** @type {number} */ (share[index]);
      a += part * /** @type {number} */ (data[at]);
      if (made === 1) continue;
      b += part * /** @type {number} */ (data[at + 1]);
      c += part * /** @type {number} */ (data[at + 2]);
    }
    line[x * made] = a;
    if (made === 1) continue;
    line[x * made + 1] = b;
    line[x * made + 2] = c;
  }
}

/**
 * @param {Picture["data"]} data
 * @param {number} channels
 * @param {Size} from
 * @param {Size} to
 */
function halved(data, channels, from, to) {
  const out = new Uint8Array(to.width * to.height * channels);
  const below = from.width * channels;
  for (let y = 0, at = 0; y < to.height; y++) {
    for (let x = 0; x < to.width; x++) {
      const corner = 2 * y * below + 2 * x * channels;
      for (let c = 0; c < channels; c++, at++) {
        const i = corner + c;
        const sum = (data[i] ?? 0) + (data[i + channels] ?? 0) + (data[i + below] ?? 0) + (data[i + below + channels] ?? 0);
        out[at] = (sum + 2) >> 2;
      }
    }
  }
  return out;
}

/**
 * @param {Picture} picture
 * @param {number} width
 * @param {number} height
 * @returns {Picture}
 */
export function reduced(picture, width, height) {
  return { width, height, data: reducedData(picture.data, 4, picture, { width, height }) };
}

/**
 * Where each pixel of a line lies in another one, in 1/2048 between two: INTER_LINEAR.
 *
 * @param {number} from
 * @param {number} to
 */
function places(from, to) {
  const scale = from / to;
  return Array.from({ length: to }, (_, x) => {
    const exact = Math.fround((x + 0.5) * scale - 0.5);
    const at = Math.floor(exact);
    if (at < 0) return { at: 0, next: 0, near: 2048, far: 0 };
    if (at >= from - 1) return { at: from - 1, next: from - 1, near: 2048, far: 0 };
    const rest = Math.fround(exact - at);
    return { at, next: at + 1, near: round((1 - rest) * 2048), far: round(rest * 2048) };
  });
}

/**
 * A square of another size: INTER_AREA where it becomes smaller, INTER_LINEAR where it grows.
 *
 * @param {Grey} grey
 * @param {number} side
 * @returns {Grey}
 */
export function resizedGrey(grey, side) {
  if (grey.side === side) return grey;
  const from = { width: grey.side, height: grey.side };
  if (grey.side > side) return { side, data: reducedData(grey.data, 1, from, { width: side, height: side }) };
  return { side, data: linearData(grey.data, 1, from, { width: side, height: side }) };
}

/**
 * @param {Picture} picture
 * @param {number} width
 * @param {number} height
 * @returns {Picture}
 */
export function linear(picture, width, height) {
  return { width, height, data: linearData(picture.data, 4, picture, { width, height }) };
}

/**
 * @param {Picture["data"]} data
 * @param {number} channels
 * @param {Size} from
 * @param {Size} to
 */
function linearData(data, channels, from, to) {
  const columns = places(from.width, to.width);
  const rows = places(from.height, to.height);
  const out = new Uint8Array(to.width * to.height * channels);
  /** @type {(row: number, x: ReturnType<typeof places>[number], c: number) => number} */
  const across = (row, { at, next, near, far }, c) =>
    (data[(row * from.width + at) * channels + c] ?? 0) * near + (data[(row * from.width + next) * channels + c] ?? 0) * far;
  let index = 0;
  for (const row of rows) {
    for (const column of columns) {
      for (let c = 0; c < channels; c++) {
        const upper = across(row.at, column, c) >> 4;
        const lower = across(row.next, column, c) >> 4;
        out[index++] = (((row.near * upper) >> 16) + ((row.far * lower) >> 16) + 2) >> 2;
      }
    }
  }
  return out;
}

const CUBIC = -0.75;

/**
 * A larger picture: INTER_CUBIC.
 *
 * @param {Picture} picture
 * @param {number} width
 * @param {number} height
 * @returns {Picture}
 */
export function enlarged(picture, width, height) {
  const { width: fromWidth, height: fromHeight, data } = picture;
  const columns = cubicPlaces(fromWidth, width);
  const rows = cubicPlaces(fromHeight, height);
  const lines = new Float32Array(fromHeight * width * 3);
  for (let y = 0, index = 0; y < fromHeight; y++) {
    for (const { at, weights } of columns) {
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let k = 0; k < 4; k++) sum += weights[k] * (data[(y * fromWidth + clamp(at + k - 1, 0, fromWidth - 1)) * 4 + c] ?? 0);
        lines[index++] = sum;
      }
    }
  }
  const out = new Uint8ClampedArray(width * height * 4).fill(255);
  rows.forEach(({ at, weights }, y) => {
    for (let i = 0; i < width * 3; i++) {
      let sum = 0;
      for (let k = 0; k < 4; k++) sum += weights[k] * (lines[clamp(at + k - 1, 0, fromHeight - 1) * width * 3 + i] ?? 0);
      out[(y * width + Math.floor(i / 3)) * 4 + (i % 3)] = sum; // clamps and rounds
    }
  });
  return { width, height, data: out };
}

/**
 * @param {number} from
 * @param {number} to
 * @returns {{ at: number, weights: [number, number, number, number] }[]}
 */
function cubicPlaces(from, to) {
  return Array.from({ length: to }, (_, x) => {
    const exact = (x + 0.5) * (from / to) - 0.5;
    const at = Math.floor(exact);
    const t = exact - at;
    const first = ((CUBIC * (t + 1) - 5 * CUBIC) * (t + 1) + 8 * CUBIC) * (t + 1) - 4 * CUBIC;
    const second = ((CUBIC + 2) * t - (CUBIC + 3)) * t * t + 1;
    const third = ((CUBIC + 2) * (1 - t) - (CUBIC + 3)) * (1 - t) * (1 - t) + 1;
    return { at, weights: [first, second, third, 1 - first - second - third] };
  });
}
