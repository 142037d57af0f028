import { openIndex } from "../../pass/recipe.ts";
import { orderEpoch } from "../../random/orderRandomness.ts";
import { type StreamName, streamName, type StreamOptions } from "../../random/streams.ts";
import type { Source } from "../../source.ts";
import { indexedSource } from "../../sources/indexed.ts";
import { assertUpstream } from "../../validate.ts";

/** How elements are chosen. */
export interface Sampling {
  readonly label: string;
  readonly random: StreamOptions;
  /** What there must be one of per element, such as `labels`, and how many there are. */
  readonly per: readonly [what: string, count: number];
  /** How many elements an epoch has. */
  readonly size: number;
  /** Returns the upstream position of each position, for the random numbers of an epoch. */
  readonly choose: (name: StreamName, epoch: number) => (position: number) => number;
}

/** Makes a source of chosen elements of an indexed source. Its state is a position. */
export function sampledSource<T>(source: Source<T>, sampling: Sampling): Source<T> {
  const { label, random, per, size, choose } = sampling;
  const upstream = assertUpstream(label, source);
  const { indexed, size: known } = upstream;
  if (indexed === undefined || known === undefined)
    throw new TypeError(
      `${random.draws}: ${upstream.label} has no random access; use it closer to the source, or rejectionResample`,
    );
  if (known !== per[1])
    throw new RangeError(
      `${random.draws}: ${per[0]} must have one per element of ${upstream.label}, ${String(known)}, got ${String(per[1])}`,
    );
  return indexedSource({
    label: `${upstream.label}.${label}`,
    size,
    parents: [upstream],
    random,
    indexed(epoch, start) {
      const index = openIndex(upstream, indexed, epoch, start);
      const at = choose(streamName([upstream], random, start), orderEpoch(random, epoch));
      return {
        length: size,
        at: (position) => (position < size ? index.at(at(position)) : undefined),
      };
    },
  });
}
