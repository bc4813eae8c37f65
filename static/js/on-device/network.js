// Crops become scores: the preprocessing, the network and the calibration that the model card names.

import { linearData } from "./interpolation.js";
import { reducedData } from "./pixels.js";

/** @typedef {import("./pixels.js").Grey} Grey */
/** @typedef {import("./detector.js").Run} Run */

/**
 * @typedef {object} Settings
 * @property {string} preprocessing
 * @property {number} input_size
 * @property {string[]} labels
 * @property {string[]} moods
 * @property {number} temperature
 * @property {number[]} bias
 * @property {Record<string, number>} thresholds
 */

const MEANS = [103.939, 116.779, 123.68].map(Math.fround);
const FER2013_SIDE = 48;
const MOST_AT_ONCE = 8; // the memory that WebAssembly once took is never given back

/** @type {Record<string, (crops: Grey[], size: number) => { input: Float32Array, shape: number[] }>} */
const PREPROCESSINGS = {
  "vgg16-grey": (crops, size) => {
    const input = new Float32Array(crops.length * size * size * 3);
    let at = 0;
    for (const crop of crops) {
      for (const level of resizedGrey(crop.side > FER2013_SIDE ? resizedGrey(crop, FER2013_SIDE) : crop, size).data) {
        for (const mean of MEANS) input[at++] = level - mean;
      }
    }
    return { input, shape: [crops.length, size, size, 3] };
  },
  "unit-grey": (crops, size) => {
    const input = new Float32Array(crops.length * size * size);
    crops.forEach((crop, index) => input.set(Float32Array.from(resizedGrey(crop, size).data, (level) => level / 255), index * size * size));
    return { input, shape: [crops.length, 1, size, size] };
  },
};

/**
 * A square of another size: INTER_AREA where it becomes smaller, INTER_LINEAR where it grows.
 *
 * @param {Grey} grey
 * @param {number} side
 * @returns {Grey}
 */
export function resizedGrey(grey, side) {
  if (grey.side === side) return grey;
  const [from, to] = [{ width: grey.side, height: grey.side }, { width: side, height: side }];
  return { side, data: (grey.side > side ? reducedData : linearData)(grey.data, 1, from, to) };
}

export class Network {
  #prepare;

  /**
   * @param {Run} run
   * @param {Settings} settings
   */
  constructor(run, settings) {
    const prepare = PREPROCESSINGS[settings.preprocessing];
    if (!prepare) throw new Error(`This page does not know the preprocessing ${settings.preprocessing}.`);
    this.#prepare = prepare;
    this.run = run;
    this.settings = settings;
  }

  /**
   * Calibrated probabilities of each crop, in the labels' order.
   *
   * @param {Grey[]} crops
   * @returns {Promise<Float32Array[]>}
   */
  async classify(crops) {
    const scores = [];
    for (let start = 0; start < crops.length; start += MOST_AT_ONCE) {
      for (const logits of await this.#logits(crops.slice(start, start + MOST_AT_ONCE))) scores.push(this.#calibrated(logits));
    }
    return scores;
  }

  /**
   * The network's input of some crops.
   *
   * @param {Grey[]} crops
   */
  prepared(crops) {
    return this.#prepare(crops, this.settings.input_size);
  }

  /** @param {Grey[]} crops */
  async #logits(crops) {
    const { input, shape } = this.prepared(crops);
    const { logits } = await this.run("network", input, shape);
    if (!logits) throw new Error("The network answers otherwise than it should.");
    const count = this.settings.labels.length;
    return crops.map((_, index) => logits.slice(index * count, (index + 1) * count));
  }

  /** @param {Float32Array} logits */
  #calibrated(logits) {
    const { temperature, bias } = this.settings;
    const values = Array.from(logits, (value, index) => value / temperature + (bias[index] ?? 0));
    const highest = Math.max(...values);
    const powers = values.map((value) => Math.exp(value - highest));
    const sum = powers.reduce((total, power) => total + power, 0);
    return Float32Array.from(powers, (power) => power / sum);
  }
}
