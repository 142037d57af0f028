import { checkOptions, integer, random } from "@tensorloom/core";
import { upstreamGiven } from "../given.ts";
import { indexedSource } from "../sources/indexed.ts";
import type { Operator, Source } from "../source.ts";
import { permutation } from "../permutation.ts";
import { dependent, openIndex } from "../recipe.ts";
import { shuffleBuffer } from "./shuffleBuffer.ts";

/** How `shuffle` orders. */
export interface ShuffleOptions {
  /** Names the order; default 0. */
  readonly seed?: number;
  /** How many elements wait in a buffer to be drawn from; default: none, the whole index is ordered at once. */
  readonly buffer?: number;
  /** Whether each epoch has its own order; default true. */
  readonly reshuffle?: boolean;
}

const KNOWN = { buffer: "number", seed: "number", reshuffle: "boolean" } as const;

/**
 * Gives the elements in an order that a seed names.
 *
 * Without a `buffer`, the upstream must be reachable by position (an array, a file with an index, a range; `take`,
 * `skip`, `shard`, `concatenate` of such): the order is a {@link permutation} of all positions, nothing is held, and
 * the state is one position. With a `buffer`, any stream will do: an element is drawn from `buffer` that wait, and
 * the state holds their positions. Shuffle small things, before decoding.
 *
 * @throws TypeError where there is no `buffer` and the upstream cannot be reached by position.
 * @see tf.data.Dataset.shuffle; Grain's global shuffle
 */
export function shuffle<T>(options: ShuffleOptions = {}): Operator<T, T> {
  const { seed = 0, buffer, reshuffle = true } = checkOptions("shuffle", options, KNOWN);
  integer("shuffle: seed", seed);
  const names = (epoch: number): readonly [number, ...number[]] => (reshuffle ? [seed, epoch] : [seed]);
  if (buffer !== undefined) {
    integer("shuffle: buffer", buffer, 1);
    const label = `shuffle(${String(seed)}, ${String(buffer)})`;
    const key = (epoch: number): number => random(...names(epoch)).integer(2 ** 32);
    return dependent(shuffleBuffer(label, buffer, key), reshuffle);
  }
  return dependent((upstream) => globally(upstream, `shuffle(${String(seed)})`, names), reshuffle);
}

function globally<T>(
  given: Source<T>,
  label: string,
  names: (epoch: number) => readonly [number, ...number[]],
): Source<T> {
  const upstream = upstreamGiven(label, given);
  const { indexed, size } = upstream;
  if (indexed === undefined || size === undefined)
    throw new TypeError(
      `shuffle: ${upstream.label} cannot be reached by position; give a buffer ({ buffer: 2048 }), or shuffle nearer to the source`,
    );
  return indexedSource({
    label: `${upstream.label}.${label}`,
    size,
    parents: [upstream],
    indexed(epoch, watch) {
      const elements = openIndex(upstream, indexed, epoch, watch);
      const order = permutation(size, names(epoch));
      return { length: size, at: (index) => (index < size ? elements.at(order(index)) : undefined) };
    },
  });
}
