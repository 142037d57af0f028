import { checkOptions, integer } from "@tensorloom/core/internal";
import { assertUpstream } from "../validate.ts";
import { indexedSource } from "../sources/indexed.ts";
import type { Operator, Source } from "../source.ts";
import { permutation } from "../random/permutation.ts";
import { orderEpoch, orderRandomness } from "../random/orderRandomness.ts";
import { withFingerprint, openIndex } from "../pass/recipe.ts";
import { streamName, type StreamOptions } from "../random/streams.ts";
import { shuffleBuffer } from "./shuffleBuffer.ts";

/**
 * How `shuffle` orders.
 *
 * @inline
 */
export interface ShuffleOptions {
  /** Names the order; default 0. */
  readonly seed?: number | undefined;
  /** How many elements wait in a buffer to be drawn from; default: none, the whole index is shuffled. */
  readonly buffer?: number | undefined;
  /**
   * Whether each epoch has its own order; default true. Before a `skip`, say which: a part of an order that changes is no
   * split.
   */
  readonly reshuffle?: boolean | undefined;
}

const KNOWN = { buffer: "number", seed: "number", reshuffle: "boolean" } as const;

/**
 * Shuffles the elements in an order that the seed determines.
 *
 * Without a `buffer`, the upstream must be reachable by position (an array, a file with an index, a range; `take`,
 * `skip`, `shard`, `concatenate` of such): the order is a {@link permutation} of all positions, nothing is held, and
 * the state is one position. With a `buffer`, any stream will do: an element is drawn from `buffer` that wait, and
 * the state holds their positions. Shuffle small things, before decoding.
 *
 * @throws TypeError if there is no `buffer` and the upstream cannot be reached by position.
 * @see tf.data.Dataset.shuffle; Grain's global shuffle
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 *
 * const shuffled = range(1000).shuffle({ seed: 42 });
 * const first = await shuffled.toArray({ epoch: 0 });
 * first; // => await shuffled.toArray({ epoch: 0 })
 * String(first) === String(await shuffled.toArray({ epoch: 1 })); // => false
 * ```
 */
export function shuffle<T>(options: ShuffleOptions = {}): Operator<T, T> {
  const { seed, buffer, reshuffle } = checkOptions("shuffle", options, KNOWN);
  if (seed !== undefined) integer("shuffle: seed", seed);
  const random: StreamOptions = { draws: "shuffle", seed, orders: true, ...orderRandomness(reshuffle) };
  if (buffer !== undefined) {
    integer("shuffle: buffer", buffer, 1);
    const label = `shuffle(${String(seed ?? 0)}, ${String(buffer)})`;
    return withFingerprint(shuffleBuffer(label, buffer, random), reshuffle ?? true);
  }
  const label = `shuffle(${String(seed ?? 0)})`;
  return withFingerprint((upstream) => globalShuffle(upstream, label, random), reshuffle ?? true);
}

function globalShuffle<T>(given: Source<T>, label: string, random: StreamOptions): Source<T> {
  const upstream = assertUpstream(label, given);
  const { indexed, size } = upstream;
  if (indexed === undefined || size === undefined)
    throw new TypeError(
      `shuffle: ${upstream.label} cannot be reached by position; give a buffer ({ buffer: 2048 }), or shuffle nearer to the source`,
    );
  return indexedSource({
    label: `${upstream.label}.${label}`,
    size,
    parents: [upstream],
    random,
    indexed(epoch, start) {
      const elements = openIndex(upstream, indexed, epoch, start);
      const name = streamName([upstream], random, start);
      const order = permutation(size, [...name, orderEpoch(random, epoch)]);
      return { length: size, at: (index) => (index < size ? elements.at(order(index)) : undefined) };
    },
  });
}
