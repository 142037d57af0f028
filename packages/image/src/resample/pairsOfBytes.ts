import type { Image, Pixels } from "../image/image.ts";
import { fillArena } from "../wasm/arena.ts";
import type { Pairs } from "./pairs.ts";

/** Mixes pixels of 3 or 4 bytes in WebAssembly, with the results of `resamplePairs.ts`. Returns whether it could. */
export function pairsOfBytes(
  { data, width, channels }: Image,
  down: Pairs,
  across: Pairs,
  output: Pixels,
): boolean {
  if (!(data instanceof Uint8Array) || (channels !== 3 && channels !== 4)) return false;
  const stride = width * channels;
  const count = across.near.length;
  const { near, far, nearWeights, farWeights } = across;
  const arena = fillArena([near, far, nearWeights, farWeights, stride, stride, count * channels]);
  if (arena === undefined) return false;
  const { kernels, memory, places } = arena;
  const [nearAt, farAt, nearWeightsAt, farWeightsAt, upper, lower, to] = places;
  const columns = [nearAt, farAt, nearWeightsAt, farWeightsAt];
  const row = memory.subarray(to, to + count * channels);
  for (let y = 0; y < down.near.length; y++) {
    memory.set(data.subarray(down.near[y], down.near[y] + stride), upper);
    memory.set(data.subarray(down.far[y], down.far[y] + stride), lower);
    const weights = [down.nearWeights[y], down.farWeights[y]];
    kernels.pairRow(upper, lower, ...columns, ...weights, channels, count, to);
    output.set(row, y * count * channels);
  }
  return true;
}
