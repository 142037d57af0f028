import { acquireKernels, type Kernels } from "./kernels.ts";
import { aligned, halfwayIn } from "./layout.ts";

/** Bytes per block, about: a block stays in the processor's L2 cache. */
const BLOCK = 2 ** 17;

/** What changes one block. */
export interface BlockChange {
  /** Tables that the kernel reads, at address 0. */
  readonly tables?: Uint8Array | Float32Array | Float64Array | undefined;
  /** Changes the bytes from `at` to `end`; the result begins at `to`, or at `at` if `outputBytes` is omitted. */
  readonly run: (kernels: Kernels, at: number, end: number, to: number) => void;
  /** Bytes of the result per pixel, if it is not computed in place. */
  readonly outputBytes?: number | undefined;
}

/**
 * Changes pixels block by block in WebAssembly.
 *
 * @param data - Bytes, `channels` per pixel.
 * @param output - Memory for the same number of pixels of the result.
 * @returns Whether they were changed; false if WebAssembly is not available.
 */
export function mapBlocks(
  data: Uint8Array,
  channels: number,
  output: Uint8Array | Float32Array,
  { tables, run, outputBytes }: BlockChange,
): boolean {
  const start = halfwayIn(aligned(tables?.byteLength ?? 0));
  const pixels = Math.ceil(BLOCK / channels);
  const to = outputBytes === undefined ? start : halfwayIn(start + aligned(pixels * channels));
  const kernels = acquireKernels(to + aligned(pixels * (outputBytes ?? channels)));
  if (kernels === undefined) return false;
  const { buffer } = kernels.memory;
  if (tables !== undefined)
    new Uint8Array(buffer).set(new Uint8Array(tables.buffer, tables.byteOffset, tables.byteLength));
  const block = new Uint8Array(buffer, start, pixels * channels);
  const unit = output.BYTES_PER_ELEMENT;
  const length = (pixels * (outputBytes ?? channels)) / unit; // of the results of a block
  const result = unit === 1 ? new Uint8Array(buffer, to, length) : new Float32Array(buffer, to, length);
  for (let at = 0, done = 0; at < data.length; at += block.length, done += length) {
    const part = data.subarray(at, at + block.length);
    block.set(part);
    run(kernels, start, start + part.length, to);
    output.set(done + length <= output.length ? result : result.subarray(0, output.length - done), done);
  }
  return true;
}
