// The files that reading needs: fetched once, checked, and kept by the browser (Cache API) under addresses with a hash.

/** @typedef {{ address: string, sha256: string, bytes: number, sent: number }} File sizes: after the download, and sent */

/**
 * @typedef {object} List
 * @property {Record<string, File>} files
 * @property {string[]} offline what the camera page needs to open without a connection
 * @property {import("./network.js").Settings} network
 * @property {import("./detector.js").Settings} detector
 * @property {import("./moods.js").Words} words
 */

const CACHE = "on-device";
const SEEN = "x-sha256"; // what was checked when it was kept

/** A file that is not what its checksum says, twice. */
export class WrongFile extends Error {
  name = "WrongFile";
}

/** @returns {Promise<Cache | null>} null where the browser keeps nothing */
async function openCache() {
  try {
    return await caches.open(CACHE);
  } catch {
    return null; // also where a page came over http from another machine: there is no `caches` then
  }
}

/**
 * The list of files: the server's, or without a connection the one that was kept.
 *
 * @param {string} address
 * @returns {Promise<List>}
 */
export async function fetchList(address) {
  const cache = await openCache();
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.statusText);
    await cache?.put(address, answer.clone()).catch(() => {});
    return await answer.json();
  } catch (error) {
    const kept = await cache?.match(address);
    if (!kept) throw error;
    return await kept.json();
  }
}

/**
 * All files by name, from where they are kept or from the server.
 *
 * @param {List} list
 * @param {(loaded: number, all: number) => void} progress in bytes as sent
 * @returns {Promise<Record<string, Uint8Array>>}
 */
export async function loadFiles({ files }, progress) {
  const cache = await openCache();
  const all = Object.values(files).reduce((sum, { sent }) => sum + sent, 0);
  /** @type {Map<File, number>} */
  const loaded = new Map();
  /** @type {(file: File, share: number) => void} */
  const advance = (file, share) => {
    loaded.set(file, share * file.sent);
    progress(Math.round([...loaded.values()].reduce((sum, bytes) => sum + bytes, 0)), all);
  };
  const pairs = Object.entries(files).map(async ([name, file]) => [name, await load(file, cache, (share) => advance(file, share))]);
  const contents = await Promise.all(pairs);
  await forgetOthers(cache, files).catch(() => {}); // they only take room
  return Object.fromEntries(contents);
}

/**
 * @param {File} file
 * @param {Cache | null} cache
 * @param {(share: number) => void} advance
 */
async function load(file, cache, advance) {
  const kept = await keptContent(file, cache).catch(() => null); // what cannot be read is loaded again
  if (kept) {
    advance(1);
    return kept;
  }
  for (const how of /** @type {RequestCache[]} */ (["default", "reload"])) {
    const answer = await fetch(file.address, { cache: how });
    if (!answer.ok) throw new Error(`${file.address}: ${answer.status}`);
    const kind = answer.headers.get("Content-Type") ?? "";
    const content = await contentOf(answer, file, advance);
    if (!content) continue;
    const whole = new Response(content, { headers: { "Content-Type": kind, [SEEN]: file.sha256 } });
    await cache?.put(file.address, whole).catch(() => {}); // no room: it is loaded again next time
    return content;
  }
  throw new WrongFile(file.address);
}

/**
 * A file's content as it was kept; null where it was not, or is not what it should be.
 *
 * @param {File} file
 * @param {Cache | null} cache
 */
async function keptContent(file, cache) {
  const kept = await cache?.match(file.address);
  const content = kept ? await contentOf(kept, file, () => {}) : null;
  if (kept && !content) await cache?.delete(file.address);
  return content;
}

/**
 * A file's content; null where it is another one than its checksum says.
 *
 * @param {Response} response
 * @param {File} file
 * @param {(share: number) => void} advance
 */
async function contentOf(response, { bytes, sha256 }, advance) {
  const content = new Uint8Array(bytes);
  let at = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    if (at + part.value.length > bytes) {
      await reader?.cancel();
      return null;
    }
    content.set(part.value, at);
    at += part.value.length;
    advance(at / bytes);
  }
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  const hex = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return at === bytes && hex === sha256 ? content : null;
}

/**
 * Files of an earlier version make room.
 *
 * @param {Cache | null} cache
 * @param {List["files"]} files
 */
async function forgetOthers(cache, files) {
  const wanted = new Set(Object.values(files).map(({ address }) => new URL(address, location.origin).href));
  const others = (await cache?.keys() ?? []).filter(({ url }) => /\.(onnx|wasm|mjs)$/.test(url) && !wanted.has(url));
  await Promise.all(others.map((request) => cache?.delete(request)));
}

/**
 * Keep what the camera page needs to open without a connection; what is kept under a hash is not fetched again.
 *
 * @param {List} list
 */
export async function keepForOffline({ offline }) {
  const cache = await openCache();
  if (!cache) return;
  const wanted = new Set(offline.map((address) => new URL(address, location.origin).href));
  const kept = await cache.keys();
  const stale = kept.filter(({ url }) => /\.(js|css)$/.test(url) && !wanted.has(url));
  await Promise.all(stale.map((request) => cache.delete(request)));
  const known = new Set(kept.map(({ url }) => url).filter((url) => /\.[0-9a-f]{12}\.\w+$/.test(url)));
  await Promise.allSettled([...wanted].filter((url) => !known.has(url)).map((url) => cache.add(url)));
}
