import type { NumberArray, Values } from "./communicator.ts";
import { arraysOf, ValueCursor } from "./valueCursor.ts";

/** Bytes per chunk. Two slots per rank of this size stay in a core's cache. */
export const CHUNK_BYTES: number = 1 << 18;

/** Visits values in chunks that fit into a slot. `like` is an array of their type. */
export function forEachChunk(
  values: Values,
  each: (source: ValueCursor, target: ValueCursor, like: NumberArray, count: number) => void,
): void {
  const [source, target] = [new ValueCursor(values), new ValueCursor(values)];
  const [like = new Float32Array(0)] = arraysOf(values);
  const length = CHUNK_BYTES / like.BYTES_PER_ELEMENT;
  for (let at = 0; at < source.length; at += length)
    each(source, target, like, Math.min(length, source.length - at));
}

/** Visits the parts of all ranks side by side, in chunks that fit into a slot. */
export function forEachPart(
  lengths: readonly number[],
  bytes: number,
  each: (at: number, counts: readonly number[], longest: number) => void,
): void {
  const longest = Math.max(...lengths);
  const step = CHUNK_BYTES / bytes;
  for (let at = 0; at < longest; at += step) {
    const counts = lengths.map((length) => Math.max(0, Math.min(step, length - at)));
    each(at, counts, Math.max(...counts));
  }
}
