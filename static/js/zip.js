// Files out of a zip archive, by its central directory; the browser itself inflates them. Encrypted archives and those of
// more than 4 GB are refused.

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_SIZE = 22;
const LONGEST_COMMENT = 65_535;
const [STORED, DEFLATED] = [0, 8];

/**
 * @typedef {object} Entry
 * @property {string} name
 * @property {number} method
 * @property {number} size compressed, in bytes
 * @property {number} start where its local header begins
 */

/**
 * The wanted files of an archive by name.
 *
 * @param {ArrayBuffer} archive
 * @param {(name: string) => boolean} isWanted
 * @param {number} most bytes of all of them together, inflated
 * @returns {Promise<Map<string, Uint8Array>>}
 * @throws {RangeError} the archive is damaged, cut off, or of a kind that is not read; or its files are too large
 */
export async function unzipped(archive, isWanted, most) {
  const files = new Map();
  let left = most;
  for (const entry of entriesOf(new DataView(archive))) {
    if (!isWanted(entry.name)) continue;
    const content = await contentOf(archive, entry, left);
    left -= content.length;
    files.set(entry.name, content);
  }
  return files;
}

/** @param {DataView} view */
function* entriesOf(view) {
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  for (let number = 0; number < count; number += 1) {
    if (view.getUint32(at, true) !== ENTRY || view.getUint16(at + 8, true) & 1) throw new RangeError("no entry, or encrypted");
    const [name, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    const bytes = new Uint8Array(view.buffer, at + 46, name);
    /** @type {Entry} */
    const entry = {
      name: new TextDecoder().decode(bytes),
      method: view.getUint16(at + 10, true),
      size: view.getUint32(at + 20, true),
      start: view.getUint32(at + 42, true),
    };
    yield entry;
    at += 46 + name + extra + comment;
  }
}

/**
 * Where the record at the end begins, behind which stands at most a comment.
 *
 * @param {DataView} view
 */
function endOf(view) {
  const last = view.byteLength - END_SIZE;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at -= 1) if (view.getUint32(at, true) === END) return at;
  throw new RangeError("no end");
}

/**
 * @param {ArrayBuffer} archive
 * @param {Entry} entry
 * @param {number} most
 */
async function contentOf(archive, { method, size, start }, most) {
  const view = new DataView(archive, start);
  const data = new Uint8Array(archive, start + 30 + view.getUint16(26, true) + view.getUint16(28, true), size);
  if (method === STORED && size <= most) return data;
  if (method !== DEFLATED) throw new RangeError("unknown method, or too large");
  const parts = [];
  let length = 0;
  const reader = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  for (let read = await next(reader); !read.done; read = await next(reader)) {
    length += read.value.length;
    if (length > most) throw new RangeError("too large");
    parts.push(read.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** @param {ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>} reader */
async function next(reader) {
  try {
    return await reader.read();
  } catch {
    throw new RangeError("damaged");
  }
}
