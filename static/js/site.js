// Every page: the page that says when there is no connection. Everything works without it, so a browser that refuses the
// service worker (in a private window, say) is left alone.

if ("serviceWorker" in navigator) {
  addEventListener("load", () => navigator.serviceWorker.register("/service-worker.js").catch(() => undefined));
}
