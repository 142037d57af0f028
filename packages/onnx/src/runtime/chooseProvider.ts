import { isNode } from "@tensorloom/core/internal";
import type { Provider } from "./runtime.ts";

/** The part of WebGPU that is used here. */
interface Gpu {
  requestAdapter(): Promise<{
    readonly info?: Readonly<Record<"vendor" | "architecture" | "device" | "description", string>>;
    readonly isFallbackAdapter?: boolean;
  } | null>;
}

/** GPUs that are programs. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|basic render|warp/i;

/** `cpu` in Node; in a browser `webgpu` on a GPU in hardware, otherwise `wasm`. */
export async function chooseProvider(): Promise<Provider> {
  if (isNode()) return "cpu";
  const { navigator } = globalThis as { navigator?: { gpu?: Gpu } }; // Node's types and the browser's differ here
  const adapter = await navigator?.gpu?.requestAdapter().catch(() => null);
  if (adapter === undefined || adapter === null || adapter.isFallbackAdapter === true) return "wasm";
  const { vendor = "", architecture = "", device = "", description = "" } = adapter.info ?? {};
  return SOFTWARE.test(`${vendor} ${architecture} ${device} ${description}`) ? "wasm" : "webgpu";
}
