// The camera page: asks first, then runs one of two sessions, the server's camera or the browser's.

import { BrowserSession, ServerSession } from "./sessions.js";
import { FacePicker } from "./face-picker.js";
import { Feedback } from "./feedback.js";
import { FilmActions } from "./film-actions.js";
import { FilmList } from "./films.js";
import { FilmMemory } from "./film-memory.js";
import { FreezeButton } from "./freeze-button.js";
import { MoodFlow } from "./mood-flow.js";
import { MoodHistory } from "./mood-history.js";
import { MoodPanel } from "./mood-panel.js";
import { MoodStrip } from "./mood-strip.js";
import { RememberedFilms } from "./remembered-films.js";

const element = (id) => document.getElementById(id);
const hasServerCamera = element("live").dataset.serverCamera === "yes";

const memory = new FilmMemory();
const actions = new FilmActions({ element, root: element("films"), memory, gone: () => films.fill() });
new RememberedFilms({ element, memory, changed: (sentence) => actions.say(sentence) });

const films = new FilmList({
  list: element("films"),
  template: element("film-template"),
  status: element("films-status"),
  shuffle: element("shuffle"),
  goals: element("goals"),
  memory,
  changed: () => {
    actions.say("");
    actions.show();
  },
});

const history = new MoodHistory();
const strip = new MoodStrip(document, history);
const viewer = new Feedback(document, () => flow.shown);
const flow = new MoodFlow({ panel: new MoodPanel(document), films, history, viewer });
const freeze = new FreezeButton(document, flow);
const picker = new FacePicker(document);

const OTHER = {
  server: { source: "browser", words: "Use my browser's camera" },
  browser: { source: "server", words: "Use this computer's camera" },
};

let session = null;

function show(name) {
  for (const id of ["consent", "session"]) element(id).hidden = id !== name;
  element("session-title").hidden = name === "consent";
}

function note(sentence) {
  if (element("link-note").textContent !== sentence) element("link-note").textContent = sentence;
}

function setPaused(paused) {
  element("pause").setAttribute("aria-pressed", String(paused));
  element("pause").textContent = paused ? "Carry on" : "Pause";
  element("stage-state").hidden = !paused;
}

/** Something took the camera away: the reason, and the other ways. */
function trouble(sentence) {
  element("trouble-reason").textContent = sentence;
  if (hasServerCamera) element("other-camera-name").textContent = OTHER[session.source].words;
  element("trouble").hidden = false;
}

function noTrouble() {
  element("trouble").hidden = true;
  element("trouble-reason").textContent = "";
}

/** The camera cannot run at all: close the session and leave the reason with the other ways. */
function giveUp(sentence) {
  trouble(sentence);
  session.stop();
  strip.stop();
  element("session").hidden = true;
  element("trouble").focus();
}

async function start(source) {
  session?.stop();
  noTrouble();
  note("");
  setPaused(false);
  flow.begin(source === "server");
  freeze.show();
  show("session");
  strip.start();
  element("session-title").focus();
  const Session = source === "server" ? ServerSession : BrowserSession;
  session = new Session({ element, flow, films, viewer, picker, note, trouble, noTrouble, giveUp });
  await session.start();
}

function stop() {
  session?.stop();
  strip.stop();
  noTrouble();
  show("consent");
  element("consent-yes").focus();
}

element("consent-form").addEventListener("submit", (event) => {
  event.preventDefault();
  start(new FormData(event.target).get("source"));
});
element("stop").addEventListener("click", stop);
element("pause").addEventListener("click", () => setPaused(session.togglePause()));
element("mirror").addEventListener("change", () => session.mirror?.(element("mirror").checked));
element("camera-choice").addEventListener("change", (event) => session.pickCamera?.(event.target.value));
element("goals").addEventListener("change", () => {
  films.changeGoal();
  session.goalChanged?.();
});
element("try-again").addEventListener("click", () => start(session.source));
element("other-camera")?.addEventListener("click", () => start(OTHER[session.source].source));
addEventListener("pagehide", () => session?.stop());
addEventListener("pageshow", (event) => event.persisted && session && stop());
