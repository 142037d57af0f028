import type { Kernels } from "../wasm/kernels.ts";
import { mapBlocks } from "../wasm/mapBlocks.ts";
import { shapeOf } from "./shapeOf.ts";

/**
 * Replaces every colour byte by the entry of its channel's table of 256; alpha is copied.
 *
 * @param tables - One for all colours, or one per colour.
 * @param output - Memory for the result, as long as `data`.
 */
export function lookUpInto(
  data: Uint8Array,
  channels: number,
  tables: readonly Uint8Array[],
  output: Uint8Array,
): void {
  const colors = channels === 2 || channels === 4 ? channels - 1 : channels;
  const isOne = colors === channels && tables.every((table) => areEqual(table, tables[0]));
  const perChannel = isOne
    ? [tables[0]]
    : Array.from({ length: channels }, (_, c) =>
        c < colors ? tables[Math.min(c, tables.length - 1)] : IDENTITY,
      );
  const all = new Uint8Array(256 * perChannel.length);
  perChannel.forEach((table, c) => all.set(table, 256 * c));
  const count = perChannel.length;
  const shape = isOne ? shapeOf(tables[0]) : undefined;
  const run = (kernels: Kernels, at: number, end: number): void => {
    kernels.lookUp(at, end, 0, count);
  };
  if (mapBlocks(data, channels, output, shape ? { run: shape } : { tables: all, run })) return;
  for (let c = 0; c < count; c++) {
    const table = perChannel[c];
    for (let i = c; i < data.length; i += count) output[i] = table[data[i]];
  }
}

const IDENTITY = Uint8Array.from({ length: 256 }, (_, level) => level);

const areEqual = (table: Uint8Array, other: Uint8Array): boolean =>
  table === other || table.every((level, i) => level === other[i]);
