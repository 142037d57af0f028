import { random } from "@tensorloom/core";
import { fnv1a } from "../random/streams.ts";
import type { Keys } from "./codeKeys.ts";

/**
 * Chooses the part of each row by a hash of its name and the seed.
 *
 * @param ends - The cumulative share of each part; the last is 1.
 */
export function hashParts(names: Keys, seed: number, purpose: string, ends: readonly number[]): Uint32Array {
  const stream = random(seed, fnv1a(purpose));
  return Uint32Array.from({ length: names.length }, (_, row) => {
    const name = String(names[row]);
    const at = stream.fork(name.length, fnv1a(name)).uniform();
    const part = ends.findIndex((end) => at < end);
    return part < 0 ? ends.length - 1 : part;
  });
}
