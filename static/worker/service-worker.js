// Keeps the shell of the site (one style, one script, an icon) and a page that says when there is no connection. Results,
// photos and answers of the API are never kept. Where faces are read on the device, the page's own worker keeps the camera
// page and its files under "on-device"; they are found here, too. `SHELL` is put in front of this by the server and names
// what is kept; it changes with every change of these files, and then this worker replaces the one before it.

/** The worker's own scope, as its types have it. */
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const STREAMS = ["/events", "/video_feed"].map((path) => SHELL.root + path);
const CAMERA = `${SHELL.root}/live`;
const HASHED = /\/(static|browser-files)\/.*\.[0-9a-f]{12}\.\w+$/;

worker.addEventListener("install", (event) => event.waitUntil(keepShell()));
worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== worker.location.origin || STREAMS.includes(pathname)) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (HASHED.test(pathname)) event.respondWith(kept(request));
});

async function keepShell() {
  const cache = await caches.open(SHELL.name);
  await cache.addAll([new Request(SHELL.offline, { cache: "reload" }), ...SHELL.files]);
  await worker.skipWaiting();
}

async function takeOver() {
  const others = (await caches.keys()).filter((name) => name.startsWith("moviefy-") && name !== SHELL.name);
  await Promise.all(others.map((name) => caches.delete(name)));
  await worker.registration.navigationPreload?.enable(); // the page is asked for while this worker starts
}

/**
 * A page from the network, or the one that says that it cannot be reached.
 *
 * @param {FetchEvent} event
 */
async function page(event) {
  try {
    return /** @type {Response | undefined} */ (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    const isCamera = new URL(event.request.url).pathname === CAMERA;
    return (isCamera && (await caches.match(CAMERA))) || (await caches.match(SHELL.offline)) || Response.error();
  }
}

/** @param {Request} request */
const kept = async (request) => (await caches.match(request)) ?? fetch(request);
