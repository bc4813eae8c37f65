// What the two sessions of the camera page share, one for each camera: what they use of the page, and what is drawn.

/** @typedef {"server" | "browser"} Source whose camera it is */
/** @typedef {import("./feedback.js").Feedback} Feedback */

/**
 * @typedef {object} Page what a session uses of the camera page
 * @property {(id: string) => HTMLElement} element
 * @property {import("./mood-flow.js").MoodFlow} flow
 * @property {Feedback} viewer
 * @property {import("./face-picker.js").FacePicker} picker
 * @property {(sentence: string) => void} note says how the link is
 * @property {(sentence: string) => void} trouble says why there is no picture
 * @property {() => void} noTrouble
 * @property {(sentence: string) => void} giveUp says why the camera cannot run at all
 */

/**
 * A reading whose faces show what this viewer's answers make of them; the steady mood stands on the face it is of.
 *
 * @param {Reading} reading
 * @param {Feedback} viewer
 * @returns {Reading}
 */
export function toDraw(reading, viewer) {
  /** @type {(face: Face, index: number) => boolean} */
  const isSteadyOf = (face, index) => ((reading.chosen ?? null) === null ? index === 0 : face.track === reading.chosen);
  /** @type {(face: Face, index: number) => Mood} */
  const moodOf = (face, index) => (isSteadyOf(face, index) ? reading.mood : viewer.judgeFrame(face.mood));
  return { ...reading, faces: reading.faces.map((face, index) => ({ ...face, mood: moodOf(face, index) })) };
}
