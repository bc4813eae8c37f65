// Every page: the page that says when there is no connection. Everything works without it, so a browser that refuses the
// service worker (in a private window, say) is left alone.

import { at } from "./root.js";

if ("serviceWorker" in navigator) {
  addEventListener("load", () => navigator.serviceWorker.register(at("/service-worker.js")).catch(() => undefined));
}
