import type { Image, Pixels } from "../image/image.ts";
import { acquireKernels } from "../wasm/kernels.ts";
import { aligned } from "../wasm/layout.ts";
import { numberOfRule } from "./border.ts";
import type { SourceMap } from "./sourceMap.ts";
import type { WarpRule } from "./warpBytes.ts";

/** Pixels per block, about: their positions and results stay in the processor's L2 cache. */
const BLOCK = 2 ** 14;
/** Space for the places of a run of pixels. */
const RUN_BYTES = 512;

/** Takes bytes from their source positions in WebAssembly, with the results of `remap.ts`. Returns whether it could. */
export function remapBytes(
  { data, height, width, channels }: Image,
  { x, y }: SourceMap,
  { method, outside }: WarpRule,
  output: Pixels,
): boolean {
  if (!(data instanceof Uint8Array)) return false;
  const mapX = aligned(data.length);
  const mapY = mapX + aligned(4 * BLOCK);
  const space = mapY + aligned(4 * BLOCK);
  const to = space + RUN_BYTES;
  const kernels = acquireKernels(to + aligned(BLOCK * channels));
  if (kernels === undefined) return false;
  const memory = new Uint8Array(kernels.memory.buffer);
  memory.set(data);
  const [blockX, blockY] = [mapX, mapY].map((at) => new Float32Array(kernels.memory.buffer, at, BLOCK));
  const beyond = typeof outside === "number" ? outside : 0;
  const rule = [method === "nearest" ? 1 : 0, numberOfRule(outside), beyond];
  for (let at = 0; at < x.length; at += BLOCK) {
    const count = Math.min(BLOCK, x.length - at);
    blockX.set(x.subarray(at, at + count));
    blockY.set(y.subarray(at, at + count));
    kernels.remap(0, height, width, channels, mapX, mapY, count, ...rule, space, to);
    output.set(memory.subarray(to, to + count * channels), at * channels);
  }
  return true;
}
