// Pictures as arrays, and what OpenCV does with them, number for number: a crop that is made here reads as it does on
// the server. Colours are RGBA, as canvases give them; the fourth value is not looked at.

/** @typedef {{ width: number, height: number, data: Uint8Array | Uint8ClampedArray }} Picture RGBA */
/** @typedef {{ side: number, data: Uint8Array }} Grey a square of grey levels */

const { fround } = Math; // OpenCV counts in single precision

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
 * How many pixels of a row make one of another, to the last bit as OpenCV has it.
 *
 * @param {number} from
 * @param {number} to
 */
export const scaleOf = (from, to) => 1 / (to / from);

/**
 * Which pixels of a row make each pixel of a shorter one, with their shares.
 *
 * @param {number} from length of the row
 * @param {number} to length of the shorter one
 * @returns {{ first: Int32Array, weights: Float32Array[] }}
 */
function shares(from, to) {
  const scale = scaleOf(from, to);
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
 * @param {Picture["data"]} data
 * @param {number} channels 1 or 4; of four, three are made
 * @param {Size} from
 * @param {Size} to
 */
export function reducedData(data, channels, from, to) {
  const [across, down] = [scaleOf(from.width, to.width), scaleOf(from.height, to.height)];
  if (Number.isInteger(across) && Number.isInteger(down)) return averaged(data, channels, from, to);
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
      for (let at = 0; at < line.length; at++) sums[at] = (sums[at] ?? 0) + fround(share * (line[at] ?? 0));
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
      a = fround(a + fround(part * /** @type {number} */ (data[at])));
      if (made === 1) continue;
      b = fround(b + fround(part * /** @type {number} */ (data[at + 1])));
      c = fround(c + fround(part * /** @type {number} */ (data[at + 2])));
    }
    line[x * made] = a;
    if (made === 1) continue;
    line[x * made + 1] = b;
    line[x * made + 2] = c;
  }
}

/**
 * Where whole pixels make each one.
 *
 * @param {Picture["data"]} data
 * @param {number} channels
 * @param {Size} from
 * @param {Size} to
 */
function averaged(data, channels, from, to) {
  const [across, down] = [from.width / to.width, from.height / to.height];
  const share = fround(1 / (across * down));
  const isHalf = across === 2 && down === 2;
  const out = new Uint8Array(to.width * to.height * channels);
  const below = from.width * channels;
  for (let y = 0, at = 0; y < to.height; y++) {
    for (let x = 0; x < to.width; x++) {
      const corner = y * down * below + x * across * channels;
      for (let c = 0; c < channels; c++, at++) {
        let sum = 0;
        for (let row = corner + c, j = 0; j < down; j++, row += below) {
          for (let i = 0; i < across; i++) sum += data[row + i * channels] ?? 0;
        }
        out[at] = isHalf ? (sum + 2) >> 2 : round(fround(sum * share)); // halves go up here, to the even number there
      }
    }
  }
  return out;
}

/**
 * A smaller picture: INTER_AREA.
 *
 * @param {Picture} picture
 * @param {number} width
 * @param {number} height
 * @returns {Picture}
 */
export function reduced(picture, width, height) {
  return { width, height, data: reducedData(picture.data, 4, picture, { width, height }) };
}
