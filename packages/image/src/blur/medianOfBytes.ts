import { createForColors, type Image } from "../image/image.ts";
import { fillArena } from "../wasm/arena.ts";
import { aligned } from "../wasm/layout.ts";
import { setColors } from "./correlateBytes.ts";
import { padInto } from "./padRows.ts";
import { keepRows } from "../resample/singleRows.ts";

/** The largest size that the kernel takes: it counts values in bytes. Larger ones are faster by a histogram, too. */
const MAX_SIZE = 15;

/** Computes medians of bytes in WebAssembly; undefined if it cannot. */
export function medianOfBytes(image: Image<Uint8Array>, size: number): Image<Uint8Array> | undefined {
  if (size > MAX_SIZE) return undefined;
  const { data, height, width, channels } = image;
  const reach = size >> 1;
  const stride = width * channels;
  const wide = stride + 2 * reach * channels;
  const rowBytes = aligned(wide);
  const arena = fillArena([size * rowBytes, 4 * size, stride, size === 3 ? 3 * rowBytes : 0]);
  if (arena === undefined) return undefined;
  const { kernels, memory, places } = arena;
  const [padded, rowsAt, to, space] = places;
  const find = keepRows(padded, rowBytes, size, padInto(memory, data, stride, channels, reach));
  const rows = new Int32Array(memory.buffer, rowsAt, size);
  const row = memory.subarray(to, to + stride);
  const result = createForColors(image);
  for (let y = 0; y < height; y++) {
    for (let k = 0; k < size; k++) rows[k] = find(Math.min(Math.max(y + k - reach, 0), height - 1));
    kernels.medianRow(rowsAt, size, channels, stride, to, space);
    setColors(result, row, y * stride);
  }
  return result;
}
