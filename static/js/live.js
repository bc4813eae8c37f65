// The camera page: asks first, then runs one of two sessions, the server's camera or the browser's. Films that were
// locked here come back with Back or a reload, without the camera.

import { BrowserSession } from "./browser-session.js";
import { all, byId } from "./elements.js";
import { FacePicker } from "./face-picker.js";
import { Feedback } from "./feedback.js";
import { FilmActions } from "./film-actions.js";
import { FilmMemory } from "./film-memory.js";
import { FilmRows } from "./film-rows.js";
import { FreezeButton } from "./freeze-button.js";
import { KeptFilms } from "./kept-films.js";
import { _ } from "./language.js";
import { MoodFlow } from "./mood-flow.js";
import { MoodHistory } from "./mood-history.js";
import { MoodPanel } from "./mood-panel.js";
import { MoodStrip } from "./mood-strip.js";
import { Offer } from "./offer.js";
import { showRemembered } from "./remembered-films.js";
import { ServerSession } from "./server-session.js";
import { startSharing } from "./share.js";
import { watchStage } from "./small-stage.js";

/** @typedef {import("./sessions.js").Source} Source */

/** @param {string} id */
const element = (id) => byId(document, id);
const hasServerCamera = element("live").dataset.serverCamera === "yes";

const memory = new FilmMemory();
const actions = new FilmActions({ element, root: element("film-rows"), memory, gone: () => rows.fill() });
showRemembered(element, memory);
const rows = new FilmRows({ element, memory, changed: filmsChanged, decided: (mood) => flow.decide(mood) });
const kept = new KeptFilms({ rows, source: () => session?.source ?? startSource });
const moods = new MoodHistory();
const strip = new MoodStrip(document, moods);
const viewer = new Feedback(document, { shown: () => flow.shown, decide: (mood) => flow.decide(mood) });
const panel = new MoodPanel(document);
const flow = new MoodFlow({
  panel,
  rows,
  offer: new Offer(document, (sentence) => panel.announce(sentence)),
  history: moods,
  viewer,
  placed: (...films) => kept.place(...films),
});
const freeze = new FreezeButton(document, flow);
const picker = new FacePicker(document);

/** @type {Record<Source, { source: Source, words: string }>} */
const OTHER = {
  server: { source: "browser", words: _("Use my browser's camera") },
  browser: { source: "server", words: _("Use this computer's camera") },
};

/** @type {BrowserSession | ServerSession | null} */
let session = null;
/** @type {Source} */
let startSource = hasServerCamera ? "server" : "browser";

function filmsChanged() {
  actions.say("");
  actions.show();
  rows.say("");
}

/**
 * What of the page is shown: the question, the running camera, or films beside a camera that is off.
 *
 * @param {"consent" | "running" | "off"} state
 */
function show(state) {
  element("live").dataset.state = state;
  element("consent").hidden = state !== "consent";
  element("session").hidden = state === "consent";
  element("session-title").hidden = state === "consent";
  element("stage-off").hidden = state !== "off";
  element("controls").hidden = state === "off";
}

/** @param {string} sentence */
function note(sentence) {
  if (element("link-note").textContent !== sentence) element("link-note").textContent = sentence;
}

/** @param {boolean} paused */
function setPaused(paused) {
  element("pause").setAttribute("aria-pressed", String(paused));
  element("pause").textContent = paused ? _("Carry on") : _("Pause");
  element("stage-state").hidden = !paused;
}

/**
 * Something took the camera away: the reason and the other ways; films that are there stay.
 *
 * @param {string} sentence
 */
function trouble(sentence) {
  element("trouble-reason").textContent = sentence;
  if (hasServerCamera && session) element("other-camera-name").textContent = OTHER[session.source].words;
  element("trouble").hidden = false;
  element("session").hidden = rows.isEmpty;
  element("live").dataset.trouble = "yes";
}

function noTrouble() {
  if (element("trouble").hidden) return;
  element("trouble").hidden = true;
  element("trouble-reason").textContent = "";
  element("session").hidden = false;
  delete element("live").dataset.trouble;
}

/**
 * The camera cannot run at all: close the session and leave the reason with the other ways.
 *
 * @param {string} sentence
 */
function giveUp(sentence) {
  trouble(sentence);
  session?.stop();
  strip.stop();
  element("trouble").focus();
}

/** @param {Source} source */
async function start(source) {
  session?.stop();
  noTrouble();
  note("");
  setPaused(false);
  flow.begin();
  freeze.show();
  show("running");
  strip.start();
  element("session-title").focus({ preventScroll: true });
  const Session = source === "server" ? ServerSession : BrowserSession;
  session = new Session({ element, flow, viewer, picker, note, trouble, noTrouble, giveUp });
  await session.start();
}

/** Let go of the camera. Films that are there stay beside the way to start it again. */
function stop() {
  if (session) startSource = session.source;
  session?.stop();
  strip.stop();
  noTrouble();
  flow.reset(_("The camera is off"));
  show(flow.locked ? "off" : "consent");
  element(flow.locked ? "start-again" : "consent-yes").focus({ preventScroll: true });
}

/** Show the films that the address asks for, if it does. */
function openAddress() {
  const found = kept.find();
  if (found?.source && (found.source === "browser" || hasServerCamera)) startSource = found.source;
  if (!flow.open(location.search, found)) return false;
  if (!session) show("off");
  if (found) scrollTo(0, found.scroll);
  return true;
}

startSharing({ films: () => all(document, "#film-rows .film") });

const consent = byId(document, "consent-form", HTMLFormElement);
consent.addEventListener("submit", (event) => {
  event.preventDefault();
  start(new FormData(consent).get("source") === "server" ? "server" : "browser");
});
element("stop").addEventListener("click", stop);
element("start-again").addEventListener("click", () => start(startSource));
element("pause").addEventListener("click", () => session && setPaused(session.togglePause()));
const mirror = byId(document, "mirror", HTMLInputElement);
mirror.addEventListener("change", () => session instanceof BrowserSession && session.mirror(mirror.checked));
const choice = byId(document, "camera-choice", HTMLSelectElement);
choice.addEventListener("change", () => session instanceof BrowserSession && session.pickCamera(choice.value));
element("lock-now").addEventListener("click", () => flow.lockNow());
element("read-again").addEventListener("click", () => (session && element("stage-off").hidden ? flow.readAgain() : start(startSource)));
element("shuffle").addEventListener("click", () => flow.shuffle());
element("try-again").addEventListener("click", () => session && start(session.source));
document.getElementById("other-camera")?.addEventListener("click", () => session && start(OTHER[session.source].source));
addEventListener("popstate", openAddress);
addEventListener("pagehide", () => {
  kept.save();
  session?.stop();
});
addEventListener("pageshow", (event) => event.persisted && session && stop());
watchStage(element);
openAddress();
