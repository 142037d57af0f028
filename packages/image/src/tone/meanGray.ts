import type { Image } from "../image/image.ts";
import { acquireKernels } from "../wasm/kernels.ts";
import { halfwayIn } from "../wasm/layout.ts";
import { hasBytes } from "./levelTables.ts";

/** Weighted sums are in whole numbers of 1 / 65536. */
export const GRAY_UNIT = 65536;

/** Bytes that the kernel sums together: a multiple of four pixels, whose sum has 31 bits. */
const BLOCK = 12 * 10_920;

/** The luma of Pillow. */
export const weigh = (red: number, green: number, blue: number): number =>
  red * 19595 + green * 38470 + blue * 7471;

/** Rounds a luma of bytes to a level. */
export const roundGray = (weighted: number): number => (weighted + 0x8000) >> 16;

/** The mean gray of an image; for bytes, rounded to a level. */
export function meanGray(image: Image): number {
  const pixels = image.height * image.width;
  if (!hasBytes(image)) return sumGray(image, (weighted) => weighted / GRAY_UNIT) / pixels;
  const sum = (image.channels === 3 ? sumBytes(image.data) : undefined) ?? sumGray(image, roundGray);
  return Math.floor(sum / pixels + 0.5);
}

function sumGray({ data, channels }: Image, toGray: (weighted: number) => number): number {
  let sum = 0;
  if (channels < 3) for (let i = 0; i < data.length; i += channels) sum += data[i];
  else
    for (let i = 0; i < data.length; i += channels) sum += toGray(weigh(data[i], data[i + 1], data[i + 2]));
  return sum;
}

/** The sum of the grays of RGB bytes; undefined without WebAssembly. */
function sumBytes(data: Uint8Array): number | undefined {
  const start = halfwayIn(0);
  const kernels = acquireKernels(start + BLOCK);
  if (kernels === undefined) return undefined;
  const memory = new Uint8Array(kernels.memory.buffer);
  let sum = 0;
  for (let at = 0; at < data.length; at += BLOCK) {
    const part = data.subarray(at, at + BLOCK);
    memory.set(part, start);
    const end = start + part.length;
    memory.fill(0, end, end + 12);
    sum += kernels.sumGray(start, end);
  }
  return sum;
}
