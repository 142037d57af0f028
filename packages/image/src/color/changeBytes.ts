import type { Pixels } from "../image/image.ts";
import type { Kernels } from "../wasm/kernels.ts";
import { mapBlocks } from "../wasm/mapBlocks.ts";

/** Changes RGB bytes in WebAssembly, pixel by pixel. Returns whether it could. */
export function changeBytes(
  from: Uint8Array,
  output: Pixels,
  run: (kernels: Kernels, at: number, end: number) => void,
): boolean {
  return mapBlocks(from, 3, output, { run });
}
