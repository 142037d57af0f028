import { mapBlocks } from "../wasm/mapBlocks.ts";

/**
 * Sets each float to the entry of its byte in a table.
 *
 * @param tables - 256 floats for each channel, one channel after the other.
 */
export function lookUpFloats(
  data: Uint8Array,
  channels: number,
  tables: Float32Array,
  output: Float32Array,
): void {
  const isDone = mapBlocks(data, channels, output, {
    tables,
    outputBytes: 4 * channels,
    run: (kernels, at, end, to) => {
      kernels.lookUpFloats(at, end, 0, channels, to);
    },
  });
  if (isDone) return;
  for (let channel = 0; channel < channels; channel++) {
    const floats = tables.subarray(256 * channel, 256 * (channel + 1));
    for (let at = channel; at < data.length; at += channels) output[at] = floats[data[at]];
  }
}
