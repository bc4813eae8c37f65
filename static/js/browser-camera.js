// The browser's own camera: asking for it, with every way of being refused said in words, and letting go of it.

import { _ } from "./language.js";

const PATIENCE_MS = 30_000;

/** @type {Record<string, string>} */
const REFUSALS = {
  NotAllowedError: _("The browser was not allowed to use the camera. You can allow it in the address bar and try again."),
  SecurityError: _("The browser does not let this page use the camera."),
  NotFoundError: _("This device has no camera that the browser can find."),
  OverconstrainedError: _("The camera you picked is not there any more."),
  NotReadableError: _("The camera is busy or switched off: another program may be using it."),
  AbortError: _("The camera stopped before it could start."),
};

/** A sentence for people about why there is no camera. */
export class CameraRefused extends Error {}

/** @returns {Promise<never>} */
function deadline() {
  const sentence = _("The browser has not answered for half a minute. Look for its question about the camera, or restart the browser.");
  return new Promise((_resolve, reject) => setTimeout(() => reject(new CameraRefused(sentence)), PATIENCE_MS));
}

/**
 * @param {string} [deviceId]
 * @returns {MediaStreamConstraints}
 */
function wishes(deviceId) {
  const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
  const which = deviceId ? { deviceId: { exact: deviceId } } : { facingMode: "user" };
  return { audio: false, video: { ...size, ...which } };
}

/**
 * Ask for the camera.
 *
 * @param {string} [deviceId] of one of several; without it, the one that faces the viewer
 * @throws {CameraRefused} refused, absent, busy, or no answer: `getUserMedia` may never settle.
 */
export async function openCamera(deviceId) {
  if (!navigator.mediaDevices?.getUserMedia) {
    throw new CameraRefused(_("Browsers give the camera only to pages on https or on this computer (localhost)."));
  }
  let late = false;
  const asked = navigator.mediaDevices.getUserMedia(wishes(deviceId));
  asked.then((stream) => late && closeCamera(stream), () => {});
  try {
    return await Promise.race([asked, deadline()]);
  } catch (error) {
    late = true;
    if (error instanceof CameraRefused) throw error;
    const { name } = /** @type {{ name: string }} */ (error); // an OverconstrainedError is no Error in every browser
    throw new CameraRefused(REFUSALS[name] ?? _("The camera could not be started ({name}).", { name }));
  }
}

/** @param {MediaStream | null} stream */
export function closeCamera(stream) {
  stream?.getTracks().forEach((track) => track.stop());
}

/** The cameras to pick from; their names are known once the camera was allowed. */
export async function listCameras() {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter((device) => device.kind === "videoinput" && device.deviceId);
}
