import { checkOptions, finite, integer } from "@tensorloom/core/internal";
import { withFingerprint } from "../../pass/recipe.ts";
import { orderRandomness } from "../../random/orderRandomness.ts";
import { permutation } from "../../random/permutation.ts";
import type { StreamOptions } from "../../random/streams.ts";
import type { Operator } from "../../source.ts";
import { assertArrayLike, assertList } from "../../validate.ts";
import { countQuotas, listByClass } from "./classQuotas.ts";
import { type Sampling, sampledSource } from "./sampledSource.ts";

/**
 * Options of {@link sampleByClass}.
 *
 * @inline
 */
export interface SampleByClassOptions {
  /** The share of each class, by its index, scaled to sum to 1. Default: equal for the classes that occur. */
  readonly proportions?: readonly number[] | undefined;
  /** Number of elements of an epoch, at least 1. Default: as many as the upstream has. */
  readonly size?: number | undefined;
  /** The seed of the order; default 0. */
  readonly seed?: number | undefined;
  /** Whether each epoch has its own order; default true. See {@link shuffle}. */
  readonly reshuffle?: boolean | undefined;
}

const KNOWN = { proportions: "any", size: "number", seed: "number", reshuffle: "boolean" } as const;

/**
 * Shuffles the elements so that classes occur in the proportions that you choose, by repeating rare ones and leaving out others.
 *
 * Each epoch has exactly its share of each class, in random order. Within a class, no element occurs a second time before
 * all others have occurred, and each epoch has its own choice. It replaces `shuffle`: the upstream needs random access,
 * and the state is a position. For a stream, use {@link rejectionResample}.
 *
 * @param labels - The class of each element, from 0.
 * @throws RangeError if there is not one label per element, or a class with a share has no elements; TypeError if the
 * upstream has no random access.
 * @see {@link sampleByWeight}; imbalanced-learn, `RandomOverSampler` and `RandomUnderSampler`
 * @example
 * ```ts
 * import { fromIndexed, sampleByClass } from "@tensorloom/data";
 *
 * const labels = Uint8Array.from({ length: 1000 }, (_, index) => Number(index % 50 === 0)); // 2% are positive
 * const records = fromIndexed({ length: 1000, at: (index: number) => ({ index, target: labels[index] }) });
 * const balanced = await records.apply(sampleByClass(labels, { seed: 1 })).toArray();
 * [balanced.length, balanced.filter(({ target }) => target === 1).length]; // => [1000, 500]
 * ```
 */
export function sampleByClass<T>(
  labels: ArrayLike<number>,
  options: SampleByClassOptions = {},
): Operator<T, T> {
  const { proportions, size, seed, reshuffle } = checkOptions("sampleByClass", options, KNOWN);
  if (size !== undefined) integer("sampleByClass: size", size, 1);
  if (seed !== undefined) integer("sampleByClass: seed", seed);
  if (proportions !== undefined) checkProportions(proportions);
  const elements = listByClass(
    assertArrayLike("sampleByClass: labels", labels, "numbers"),
    proportions?.length,
  );
  const quotas = countQuotas(elements, proportions, size ?? labels.length);
  const random: StreamOptions = {
    draws: "sampleByClass",
    seed,
    orders: true,
    ...orderRandomness(reshuffle),
  };
  const total = quotas.reduce((sum, quota) => sum + quota, 0);
  const sampling: Sampling = {
    label: `sampleByClass(${String(seed ?? 0)})`,
    random,
    per: ["labels", labels.length],
    size: total,
    choose: chooseByClass({ elements, quotas }, total),
  };
  return withFingerprint(
    (upstream) => sampledSource(upstream, sampling),
    Int32Array.from(labels),
    quotas,
    reshuffle ?? true,
  );
}

function checkProportions(proportions: readonly number[]): void {
  assertList("sampleByClass: proportions", proportions);
  proportions.forEach((share, c) => finite(`sampleByClass: proportions[${String(c)}]`, share, 0));
  if (!proportions.some((share) => share > 0))
    throw new RangeError("sampleByClass: proportions must have one above 0");
}

interface ClassQuotas {
  /** The positions of the elements of each class. */
  readonly elements: readonly Uint32Array[];
  /** How many elements of each class an epoch has. */
  readonly quotas: readonly number[];
}

/** The first slots are of class 0, the next of class 1. The order is a permutation of the slots. */
function chooseByClass({ elements, quotas }: ClassQuotas, size: number): Sampling["choose"] {
  return (name, epoch) => {
    const slots = permutation(size, [...name, epoch]);
    const orders = elements.map(({ length }, c) => permutation(length, [...name, epoch, c]));
    return (position) => {
      let slot = slots(position);
      let c = 0;
      while (slot >= quotas[c]) slot -= quotas[c++];
      return elements[c][orders[c](slot % elements[c].length)];
    };
  };
}
