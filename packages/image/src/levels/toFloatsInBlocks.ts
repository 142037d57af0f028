import { mapBlocks } from "../wasm/mapBlocks.ts";

/** Divides bytes by 255 in WebAssembly, in single precision. Returns whether it could. */
export function toFloatsInBlocks(data: Uint8Array, output: Float32Array): boolean {
  return mapBlocks(data, 16, output, {
    outputBytes: 64,
    run: (kernels, at, end, to) => {
      kernels.toFloats(at, end, to);
    },
  });
}
