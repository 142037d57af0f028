import type { Image, Pixels } from "../image/image.ts";
import { fillArena, type Arena } from "../wasm/arena.ts";
import { equalRuns, type EqualRun } from "./equalRuns.ts";
import { evenRun } from "./evenRun.ts";
import { aligned } from "../wasm/layout.ts";
import { convertRow, type CopyRow, keepRows, singleRowBytes } from "./singleRows.ts";
import { flatten, type FlatTaps, type Taps } from "./taps.ts";

/** More runs of outputs than this are not worth their calls. */
const MOST_RUNS = 8;

/** If rows are used so often, on average, they are converted to singles once. */
const OFTEN = 3;

/** Resamples bytes in WebAssembly, with the results of `resample.ts`. Returns whether it could. */
export function resampleBytes(
  { data, height, width, channels }: Image,
  rows: Taps,
  columns: FlatTaps,
  output: Pixels,
): boolean {
  if (!(data instanceof Uint8Array)) return false;
  const stride = width * channels;
  const outputStride = columns.starts.length * channels;
  const { starts, ends, weights } = flatten(rows);
  const most = rows.weights.reduce((longest, { length }) => Math.max(longest, length), 0);
  const offsets = columns.starts.map((start) => 4 * channels * start);
  const isOften = weights.length >= OFTEN * height;
  const slotBytes = isOften ? singleRowBytes(stride) : aligned(stride);
  const arena = fillArena([
    ...[stride, weights, columns.starts, columns.ends, columns.weights, offsets],
    ...[4 * most, singleRowBytes(stride), outputStride, most * slotBytes],
  ]);
  if (arena === undefined) return false;
  const { kernels, memory, places } = arena;
  const [bytes, down, , , , , addresses, row, to, ring] = places;
  const copy: CopyRow = (line, place) => {
    memory.set(data.subarray(line * stride, (line + 1) * stride), place);
  };
  const write = isOften ? convertRow(kernels, stride, bytes, copy) : copy;
  const find = keepRows(ring, slotBytes, most, write);
  const sum = isOften ? "sumSingles" : "sumRows";
  const terms = new Int32Array(memory.buffer, addresses, most);
  const sumColumns = columnSums(arena, columns, channels);
  const result = memory.subarray(to, to + outputStride);
  for (let y = 0, first = 0; y < starts.length; first = ends[y++]) {
    const count = ends[y] - first;
    for (let k = 0; k < count; k++) terms[k] = find(starts[y] + k);
    kernels[sum](addresses, down + 4 * first, count, stride, row);
    sumColumns();
    output.set(result, y * outputStride);
  }
  return true;
}

/** Returns what sums the columns of a row: outputs with the same weights together, or those with the same number of them. */
function columnSums({ kernels, places }: Arena, columns: FlatTaps, channels: number): () => void {
  const [, , firsts, lasts, across, offsets, , row, to] = places;
  const tables = [row, firsts, lasts, across, channels];
  const run = evenRun(columns);
  const runs = channels === 3 || channels === 4 ? equalRuns(columns) : [];
  const { length } = columns.starts;
  const isEven = 4 * (run.last - run.first) > length;
  if (isEven || runs.length === 0 || runs.length > MOST_RUNS) {
    const from = row + 4 * channels * columns.starts[run.first];
    const count = (run.last - run.first) * channels;
    return () => {
      kernels.sumColumns(...tables, 0, run.first, to);
      kernels.sumRun(
        from,
        4 * channels,
        across + 4 * run.weight,
        run.terms,
        count,
        to + run.first * channels,
      );
      kernels.sumColumns(...tables, run.last, length, to);
    };
  }
  const sumRun = ({ first, last, terms, weight }: EqualRun): void => {
    const place = to + first * channels;
    kernels.sumPixels(row, offsets + 4 * first, across + 4 * weight, terms, last - first, channels, place);
  };
  return () => {
    let done = 0;
    for (const equal of runs) {
      if (done < equal.first) kernels.sumColumns(...tables, done, equal.first, to);
      sumRun(equal);
      done = equal.last;
    }
    if (done < length) kernels.sumColumns(...tables, done, length, to);
  };
}
