// Reads faces, beside the page, so that the page stays quick. Each message {id, call, ...} gets one answer {id, ...}.

import { Detector } from "./detector.js";
import { startEngine } from "./engine.js";
import { scaled } from "./faces.js";
import { framePixels } from "./frame.js";
import { Moods } from "./moods.js";
import { Network } from "./network.js";
import { decoded, shownPhoto } from "./photo.js";
import { VideoReader, readPhoto } from "./video.js";

const WIDEST = 640; // the size at which frames are read on the server, too

/** @type {import("./video.js").Parts | null} */
let parts = null;
/** @type {VideoReader | null} */
let video = null;

/** @type {Record<string, (message: any) => Promise<unknown> | unknown>} */
const CALLS = {
  start: async ({ list: address }) => {
    const { list, run } = await startEngine(address, (loaded, all) => postMessage({ progress: { loaded, all } }));
    const network = new Network(run, list.network);
    parts = { detector: new Detector(run, list.detector), network, moods: new Moods(list.network), words: list.words };
    const black = { width: 320, height: 240, data: new Uint8Array(320 * 240 * 4) };
    await parts.detector.detect(black); // the first run of a network takes longer than all others
    await network.classify([{ side: 1, data: new Uint8Array(1) }]);
    video = new VideoReader(parts);
  },
  choose: ({ track }) => video?.choose(track) ?? false,
  frame: async ({ frame, timeS }) => await video?.read(await framePixels(frame, WIDEST), timeS),
  photo: async ({ file }) => {
    if (!parts) throw new Error("Nothing is loaded yet.");
    const { photo, size } = await decoded(file);
    const reading = await readPhoto(parts, photo, size);
    const shown = await shownPhoto(photo, reading.turned);
    const [across, down] = [shown.width / reading.width, shown.height / reading.height];
    const faces = reading.faces.map((face) => ({ ...face, box: scaled({ ...face, turn: null, roll: 0 }, across, down).box }));
    return { reading: { ...reading, width: shown.width, height: shown.height, faces }, full: reading, photo: shown.address };
  },
  /** For tests and benches: a network's raw output. */
  run: async ({ name, input, shape }) => await parts?.network.run(name, input, shape),
  ping: () => true,
};

addEventListener("message", async ({ data }) => {
  const { id, call } = data;
  try {
    postMessage({ id, result: await CALLS[call]?.(data) });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
    postMessage({ id, error: { name, message } });
  }
});
