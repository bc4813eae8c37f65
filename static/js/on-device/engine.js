// onnxruntime-web with the two networks, in one thread; several need a page that is isolated from all others.

import { fetchList, keepForOffline, loadFiles } from "./files.js";

/** @typedef {import("./files.js").List} List */

/** The browser does not run WebAssembly here. */
export class NoWebAssembly extends Error {
  name = "NoWebAssembly";
}

const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** Fails at once, before anything is loaded, where there is no WebAssembly or a policy forbids it. */
async function checkWebAssembly() {
  try {
    await WebAssembly.compile(EMPTY_MODULE);
  } catch {
    throw new NoWebAssembly();
  }
}

/**
 * Load all and make it ready to read.
 *
 * @param {string} address of the list of files
 * @param {(loaded: number, all: number) => void} progress
 * @returns {Promise<{ list: List, run: import("./detector.js").Run }>}
 */
export async function startEngine(address, progress) {
  await checkWebAssembly();
  const list = await fetchList(address);
  const contents = await loadFiles(list, progress);
  const runtime = await import(new URL(list.files["ort.wasm.min.mjs"]?.address ?? "", location.origin).href);
  const { env, InferenceSession, Tensor } = runtime;
  env.wasm.numThreads = 1;
  env.wasm.wasmBinary = contents["ort-wasm-simd-threaded.wasm"]?.buffer;
  env.wasm.wasmPaths = { mjs: new URL(list.files["ort-wasm-simd-threaded.mjs"]?.address ?? "", location.origin).href };
  const options = { executionProviders: ["wasm"], graphOptimizationLevel: "all" };
  const sessions = {
    detector: await InferenceSession.create(contents["detector.onnx"], options),
    network: await InferenceSession.create(contents["expression.onnx"], options),
  };
  keepForOffline(list).catch(() => {});
  return {
    list,
    run: async (name, input, shape) => {
      const session = sessions[name];
      const outputs = await session.run({ [session.inputNames[0]]: new Tensor("float32", input, shape) });
      return Object.fromEntries(Object.entries(outputs).map(([output, tensor]) => [output, tensor.data]));
    },
  };
}
