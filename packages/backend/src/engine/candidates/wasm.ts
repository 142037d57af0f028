import { engine, env, memory } from "@tensorflow/tfjs-core";
import { activateBackend } from "../activation/activateBackend.ts";
import type { Candidate } from "../activation/candidate.ts";
import { withoutErrorListeners } from "../activation/withoutErrorListeners.ts";
import { registerKernels } from "../../kernels/registerKernels.ts";
import { closeTeam, threadsOf } from "../../kernels/threads/team.ts";
import { chooseKernelThreads } from "../../kernels/threads/threadCount.ts";
import { sharesMemory, wasmEngine } from "../../kernels/wasm/wasmEngine.ts";
import { releaseBackend } from "../activation/releaseBackend.ts";
import { BINARY, browserBinary } from "./browserBinary.ts";
import { sharedBinary, withBinary } from "./sharedMemory.ts";

/** WebAssembly: a dependency of this package; starts on every engine that has SIMD. */
export const wasm: Candidate = {
  name: "wasm",
  packages: [],
  async start({ node, wasmFolder, threads, activations }) {
    if (threads !== undefined) chooseKernelThreads(threads);
    const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm"); // half a megabyte, which few programs need
    if ((await env().getAsync("WASM_HAS_SIMD_SUPPORT")) !== true)
      throw new Error("this JavaScript engine has no WebAssembly SIMD; update it");
    // On a cross-origin isolated page tfjs takes its threaded build, whose memory our kernels cannot reach.
    env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
    releaseThreadedBuild();
    const paths = "wasm" in engine().registry ? undefined : await findBinary(node, wasmFolder);
    const shared = paths === undefined ? undefined : await sharedBinary(() => readBinary(paths));
    if (paths !== undefined) setWasmPaths(paths, shared !== undefined);
    const activate = (): Promise<void> => withoutErrorListeners(() => activateBackend("wasm"));
    await (shared === undefined ? activate() : withBinary(shared, activate));
    if (shared !== undefined && paths !== undefined) setWasmPaths(paths); // tfjs may start it again by itself
    const halves = activations === "float16";
    registerKernels(halves);
    const running = wasmEngine(engine().backend);
    const count = threadsOf(running);
    const { memory: numbers } = running.wasm.asm; // tfjs drops it when the backend is disposed
    const threadsText = count === 1 ? "one thread" : `${String(count)} threads`;
    return {
      detail: `WebAssembly with SIMD, ${threadsText}${halves ? ", activations kept as float16" : ""}`,
      release: () => closeTeam(numbers),
    };
  },
};

/** Reads tfjs's binary. */
async function readBinary(paths: string | Record<string, string>): Promise<Uint8Array<ArrayBuffer>> {
  if (typeof paths !== "string") return new Uint8Array(await (await fetch(paths[BINARY])).arrayBuffer());
  const { readFile } = process.getBuiltinModule("node:fs/promises");
  return new Uint8Array(await readFile(`${paths}${BINARY}`));
}

/** The address at which a browser has found the binary. */
let found: string | undefined;

/**
 * Returns the address from which this page has loaded the binary, for its workers.
 *
 * Undefined in Node, and if the program has started tfjs's wasm backend without `useBackend`.
 *
 * @example
 * ```ts
 * import { wasmAddress } from "@tensorloom/backend/internal";
 *
 * wasmAddress(); // => undefined
 * ```
 */
export function wasmAddress(): string | undefined {
  return found;
}

/** Releases the threaded build, which `tf.ready()` or `tf.setBackend()` may have started before. */
function releaseThreadedBuild(): void {
  const { wasm: running } = engine().registry as Readonly<Record<string, unknown>>;
  if (running === undefined || sharesMemory(running)) return;
  const { numTensors } = memory();
  if (numTensors > 0)
    throw new Error(
      `tfjs runs its threaded build already, with ${String(numTensors)} tensors; call useBackend before the first tensor`,
    );
  releaseBackend("wasm");
}

/** Finds the binary, and throws if it is missing: tfjs would only print that, and never try again. */
async function findBinary(
  node: boolean,
  wasmFolder: string | undefined,
): Promise<string | Record<string, string> | undefined> {
  const folder =
    wasmFolder === undefined || /([/\\]|\.wasm)$/.test(wasmFolder) ? wasmFolder : `${wasmFolder}/`;
  if (!node) {
    const address = await browserBinary(folder);
    found = address;
    return {
      [BINARY]: address,
      "tfjs-backend-wasm.wasm": address, // never loaded, but tfjs needs an address for each
      "tfjs-backend-wasm-threaded-simd.wasm": address,
    };
  }
  const place = folder ?? installedFolder();
  if (place !== undefined && !process.getBuiltinModule("node:fs").existsSync(`${place}${BINARY}`))
    throw new Error(`there is no ${BINARY} in ${wasmFolder ?? place}`);
  return place;
}

/** The folder where npm installed the binaries, which a bundled program no longer finds beside its code. */
function installedFolder(): string | undefined {
  try {
    const { createRequire } = process.getBuiltinModule("node:module");
    const file = createRequire(import.meta.url).resolve(`@tensorflow/tfjs-backend-wasm/dist/${BINARY}`);
    return file.slice(0, -BINARY.length);
  } catch {
    return undefined; // bundled whole: tfjs looks beside the code
  }
}
