import { acquireKernels } from "../wasm/kernels.ts";

/** Bytes that are counted together, about. */
const BLOCK = 2 ** 17;

/** Counts the levels of each channel, alpha included. */
export function countAllLevels(data: Uint8Array, channels: number): readonly Int32Array[] {
  const counts = Array.from({ length: channels }, () => new Int32Array(256));
  const start = 1024 * channels * 2;
  const block = Math.ceil(BLOCK / channels) * channels;
  const kernels = acquireKernels(start + block);
  if (kernels === undefined) {
    for (let c = 0; c < channels; c++) {
      const own = counts[c];
      for (let i = c; i < data.length; i += channels) own[data[i]]++;
    }
    return counts;
  }
  const memory = new Uint8Array(kernels.memory.buffer);
  memory.fill(0, 0, start);
  for (let at = 0; at < data.length; at += block) {
    const part = data.subarray(at, at + block);
    memory.set(part, start);
    kernels.countLevels(start, start + part.length, channels, 0);
  }
  const [one, other] = [0, start / 2].map((from) => new Int32Array(memory.buffer, from, 256 * channels));
  counts.forEach((own, c) => {
    for (let level = 0, i = 256 * c; level < 256; level++, i++) own[level] = one[i] + other[i];
  });
  return counts;
}
