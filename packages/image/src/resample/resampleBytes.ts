import type { Image, Pixels } from "../image/image.ts";
import { fillArena } from "../wasm/arena.ts";
import { evenRun } from "./evenRun.ts";
import { flatten, type FlatTaps, type Taps } from "./taps.ts";

/** Resamples bytes in WebAssembly, with the results of `resample.ts`. Returns whether it could. */
export function resampleBytes(
  { data, width, channels }: Image,
  rows: Taps,
  columns: FlatTaps,
  output: Pixels,
): boolean {
  if (!(data instanceof Uint8Array)) return false;
  const stride = width * channels;
  const outputStride = columns.starts.length * channels;
  const { starts, ends, weights } = flatten(rows);
  const most = rows.weights.reduce((longest, { length }) => Math.max(longest, length), 0);
  const arena = fillArena([
    ...[data, weights, columns.starts, columns.ends, columns.weights],
    ...[4 * most, 4 * stride + 64, outputStride],
  ]);
  if (arena === undefined) return false;
  const { kernels, memory, places } = arena;
  const [image, down, firsts, lasts, across, addresses, row, to] = places;
  const terms = new Int32Array(memory.buffer, addresses, most);
  const run = evenRun(columns);
  const from = row + 4 * channels * columns.starts[run.first];
  const length = (run.last - run.first) * channels;
  const tables = [row, firsts, lasts, across, channels];
  const result = memory.subarray(to, to + outputStride);
  for (let y = 0, first = 0; y < starts.length; first = ends[y++]) {
    const count = ends[y] - first;
    for (let k = 0; k < count; k++) terms[k] = image + (starts[y] + k) * stride;
    kernels.sumRows(addresses, down + 4 * first, count, stride, row);
    kernels.sumColumns(...tables, 0, run.first, to);
    kernels.sumRun(from, 4 * channels, across + 4 * run.weight, run.terms, length, to + run.first * channels);
    kernels.sumColumns(...tables, run.last, columns.starts.length, to);
    output.set(result, y * outputStride);
  }
  return true;
}
