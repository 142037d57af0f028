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
 * Options of {@link shuffle}.
 *
 * @inline
 */
export interface ShuffleOptions {
  /** The seed of the order; default 0. */
  readonly seed?: number | undefined;
  /** The size of the shuffle buffer; default: no buffer, a global shuffle. */
  readonly buffer?: number | undefined;
  /**
   * Whether each epoch has its own order; default true. Set it before a `skip`: if the order changes, a split into
   * training and validation leaks.
   */
  readonly reshuffle?: boolean | undefined;
}

const KNOWN = { buffer: "number", seed: "number", reshuffle: "boolean" } as const;

/**
 * Shuffles the elements, in an order that depends only on the seed.
 *
 * Without a `buffer`, this is a global shuffle: a {@link permutation} of all positions, without elements in memory. The
 * upstream needs random access: an array, a range, a file with an index, or `take`, `skip`, `shard` and `concatenate` of
 * these. With a `buffer`, any upstream works: each element is drawn from a buffer, as in tf.data. Shuffle before decoding,
 * while elements are small.
 *
 * @throws TypeError if there is no `buffer` and the upstream has no random access.
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

function globalShuffle<T>(source: Source<T>, label: string, random: StreamOptions): Source<T> {
  const upstream = assertUpstream(label, source);
  const { indexed, size } = upstream;
  if (indexed === undefined || size === undefined)
    throw new TypeError(
      `shuffle: ${upstream.label} has no random access; set a buffer ({ buffer: 2048 }), or shuffle closer to the source`,
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
