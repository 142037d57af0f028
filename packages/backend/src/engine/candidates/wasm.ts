import { engine, env, memory } from "@tensorflow/tfjs-core";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { activateBackend } from "../activateBackend.ts";
import type { Candidate } from "../candidate.ts";
import { withoutErrorListeners } from "../withoutErrorListeners.ts";
import { registerKernels } from "../../kernels/registerKernels.ts";
import { sharesMemory } from "../../kernels/wasm/wasmEngine.ts";
import { releaseBackend } from "../releaseBackend.ts";
import { BINARY, browserBinary } from "./browserBinary.ts";

/** WebAssembly: comes with this package, starts wherever WebAssembly has SIMD. */
export const wasm: Candidate = {
  name: "wasm",
  packages: [],
  async start({ node, wasmFolder }) {
    if ((await env().getAsync("WASM_HAS_SIMD_SUPPORT")) !== true)
      throw new Error("this JavaScript engine has no WebAssembly SIMD; update it");
    // On a cross-origin isolated page tfjs takes its threaded build, whose memory our kernels cannot reach.
    env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
    releaseThreadedBuild();
    if (!("wasm" in engine().registry)) await point(node, wasmFolder);
    await withoutErrorListeners(() => activateBackend("wasm"));
    registerKernels();
    return { detail: "WebAssembly with SIMD, one thread" };
  },
};

/** A program may have started tfjs's own choice before, by `tf.ready()` or `tf.setBackend()`. */
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

/** Tells tfjs where the binary is. One that is missing is refused here: tfjs would print, and never try again. */
async function point(node: boolean, asked: string | undefined): Promise<void> {
  const folder = asked === undefined || /[/\\]$/.test(asked) ? asked : `${asked}/`;
  if (!node) {
    const address = await browserBinary(folder);
    setWasmPaths({
      [BINARY]: address,
      "tfjs-backend-wasm.wasm": address, // never loaded, but tfjs wants an address for each
      "tfjs-backend-wasm-threaded-simd.wasm": address,
    });
    return;
  }
  const place = folder ?? installedFolder();
  if (place === undefined) return;
  if (!process.getBuiltinModule("node:fs").existsSync(`${place}${BINARY}`)) {
    throw new Error(`there is no ${BINARY} in ${asked ?? place}`);
  }
  setWasmPaths(place);
}

/** Where npm put the binaries: a bundled program no longer finds them beside its code. */
function installedFolder(): string | undefined {
  try {
    const { createRequire } = process.getBuiltinModule("node:module");
    const file = createRequire(import.meta.url).resolve(`@tensorflow/tfjs-backend-wasm/dist/${BINARY}`);
    return file.slice(0, -BINARY.length);
  } catch {
    return undefined; // bundled whole: tfjs looks beside the code
  }
}
