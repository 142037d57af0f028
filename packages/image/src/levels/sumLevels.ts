import { acquireKernels } from "../wasm/kernels.ts";
import { halfwayIn } from "../wasm/layout.ts";
import { countAllLevels } from "./countAllLevels.ts";

/** Sums that the kernel keeps apart: a multiple of 1 to 4 channels and of the bytes of a vector. */
const SUMS = 48;
/** Bytes that are summed together, a multiple of the sums. */
const BLOCK = SUMS * 2730;
/** The sums are of 32 bits; more bytes than this might not fit. */
const MOST_BYTES = 2 ** 29;

/** The sum of the levels of each channel, alpha included. */
export function sumLevels(data: Uint8Array, channels: number): readonly number[] {
  const start = halfwayIn(4 * SUMS);
  const kernels =
    channels <= 4 && data.length <= MOST_BYTES ? acquireKernels(start + BLOCK + SUMS) : undefined;
  if (kernels === undefined)
    return countAllLevels(data, channels).map((counts) =>
      counts.reduce((sum, count, level) => sum + count * level, 0),
    );
  const memory = new Uint8Array(kernels.memory.buffer);
  memory.fill(0, 0, 4 * SUMS);
  for (let at = 0; at < data.length; at += BLOCK) {
    const part = data.subarray(at, at + BLOCK);
    memory.set(part, start);
    if (part.length % SUMS > 0) memory.fill(0, start + part.length, start + part.length + SUMS);
    kernels.sumLevels(start, start + part.length, 0);
  }
  const sums = Array.from({ length: channels }, () => 0);
  new Uint32Array(memory.buffer, 0, SUMS).forEach((sum, i) => {
    sums[i % channels] += sum;
  });
  return sums;
}
