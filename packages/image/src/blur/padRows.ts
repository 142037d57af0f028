import type { Pixels } from "../image/image.ts";
import type { CopyRow } from "../resample/singleRows.ts";

/** Repeats the edge pixels of every row `reach` times on both sides, in new memory or in `into`. */
export function padRows<P extends Pixels>(
  data: P,
  stride: number,
  channels: number,
  reach: number,
  into?: P,
): P {
  const margin = reach * channels;
  const wide = stride + 2 * margin;
  const length = (data.length / stride) * wide;
  const padded = into ?? (data instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length));
  for (let from = 0, to = 0; from < data.length; from += stride, to += wide) {
    padded.set(data.subarray(from, from + stride), to + margin);
    for (let i = 0; i < margin; i++) {
      padded[to + i] = data[from + (i % channels)];
      padded[to + margin + stride + i] = data[from + stride - channels + (i % channels)];
    }
  }
  return padded as P; // of the type of `data`
}

/** Returns what writes one padded row of bytes to an address. */
export const padInto =
  (memory: Uint8Array, data: Uint8Array, stride: number, channels: number, reach: number): CopyRow =>
  (row, place) => {
    const wide = stride + 2 * reach * channels;
    const from = data.subarray(row * stride, (row + 1) * stride);
    padRows(from, stride, channels, reach, memory.subarray(place, place + wide));
  };
