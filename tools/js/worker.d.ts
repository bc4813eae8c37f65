/** What the server puts in front of the service worker: the cache's name, the offline page, and the shell's files. */
declare const SHELL: { name: string; root: string; offline: string; files: string[] };
