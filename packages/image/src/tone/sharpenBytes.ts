import { countColorChannels, type Image } from "../image/image.ts";
import { fillArena } from "../wasm/arena.ts";

/**
 * Blends bytes with their smooth version in WebAssembly, with the results of `sharpen.ts`.
 *
 * @param result - A copy of the image, whose colours are replaced.
 * @returns Whether it could.
 */
export function sharpenBytes(image: Image<Uint8Array>, factor: number, result: Image): boolean {
  const { data, height, width, channels } = image;
  if (width < 3) return true; // no pixel has neighbours on both sides
  const colors = countColorChannels(image);
  const stride = width * channels;
  const count = stride - 2 * channels;
  const arena = fillArena([data, count + 16]);
  if (arena === undefined) return false;
  const { kernels, memory, places } = arena;
  const [from, to] = places;
  const row = memory.subarray(to, to + count);
  for (let y = 1; y < height - 1; y++) {
    const at = y * stride + channels;
    const middle = from + at;
    kernels.sharpenRow(middle - stride, middle, middle + stride, channels, count, factor, to);
    if (colors === channels) result.data.set(row, at);
    else
      for (let i = 0; i < count; i += channels)
        for (let c = 0; c < colors; c++) result.data[at + i + c] = row[i + c];
  }
  return true;
}
