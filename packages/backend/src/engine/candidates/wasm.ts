import { engine, env, memory } from "@tensorflow/tfjs-core";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { activateBackend } from "../activation/activateBackend.ts";
import type { Candidate } from "../activation/candidate.ts";
import { withoutErrorListeners } from "../activation/withoutErrorListeners.ts";
import { registerKernels } from "../../kernels/registerKernels.ts";
import { sharesMemory } from "../../kernels/wasm/wasmEngine.ts";
import { releaseBackend } from "../activation/releaseBackend.ts";
import { BINARY, browserBinary } from "./browserBinary.ts";

/** WebAssembly: a dependency of this package; starts on every engine that has SIMD. */
export const wasm: Candidate = {
  name: "wasm",
  packages: [],
  async start({ node, wasmFolder }) {
    if ((await env().getAsync("WASM_HAS_SIMD_SUPPORT")) !== true)
      throw new Error("this JavaScript engine has no WebAssembly SIMD; update it");
    // On a cross-origin isolated page tfjs takes its threaded build, whose memory our kernels cannot reach.
    env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
    releaseThreadedBuild();
    if (!("wasm" in engine().registry)) await setBinaryPath(node, wasmFolder);
    await withoutErrorListeners(() => activateBackend("wasm"));
    registerKernels();
    return { detail: "WebAssembly with SIMD, one thread" };
  },
};

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

/** Sets the address of the binary, and throws if it is missing: tfjs would only print that, and never try again. */
async function setBinaryPath(node: boolean, wasmFolder: string | undefined): Promise<void> {
  const folder = wasmFolder === undefined || /[/\\]$/.test(wasmFolder) ? wasmFolder : `${wasmFolder}/`;
  if (!node) {
    const address = await browserBinary(folder);
    setWasmPaths({
      [BINARY]: address,
      "tfjs-backend-wasm.wasm": address, // never loaded, but tfjs needs an address for each
      "tfjs-backend-wasm-threaded-simd.wasm": address,
    });
    return;
  }
  const place = folder ?? installedFolder();
  if (place === undefined) return;
  if (!process.getBuiltinModule("node:fs").existsSync(`${place}${BINARY}`)) {
    throw new Error(`there is no ${BINARY} in ${wasmFolder ?? place}`);
  }
  setWasmPaths(place);
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
