import { engine, env } from "@tensorflow/tfjs-core";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { activate } from "../activate.ts";
import type { Candidate } from "../candidate.ts";
import { withoutErrorListeners } from "../ownListeners.ts";
import { registerGradientKernels } from "../kernels/register.ts";

const BINARY = "tfjs-backend-wasm-simd.wasm";

/** WebAssembly: comes with this package, starts wherever WebAssembly does. */
export const wasm: Candidate = {
  name: "wasm",
  packages: [],
  async start({ node, wasmFolder }) {
    if (!("wasm" in engine().registry)) point(node, wasmFolder);
    await withoutErrorListeners(() => activate("wasm"));
    registerGradientKernels();
    const simd = await env().getAsync("WASM_HAS_SIMD_SUPPORT");
    return {
      detail: simd === true ? "WebAssembly with SIMD, one thread" : "WebAssembly without SIMD, one thread",
    };
  },
};

/** Says where the binaries lie. A file that is not there is refused here: tfjs would print, and never try again. */
function point(node: boolean, asked: string | undefined): void {
  const folder = asked ?? (node ? installedFolder() : undefined);
  if (folder === undefined) return;
  const place = /[/\\]$/.test(folder) ? folder : `${folder}/`;
  if (node && !process.getBuiltinModule("node:fs").existsSync(`${place}${BINARY}`)) {
    throw new Error(`there is no ${BINARY} in ${folder}`);
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
