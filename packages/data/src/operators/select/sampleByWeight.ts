import { checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";
import { withFingerprint } from "../../pass/recipe.ts";
import { orderRandomness } from "../../random/orderRandomness.ts";
import type { Operator } from "../../source.ts";
import { assertArrayLike } from "../../validate.ts";
import { sampledSource, type Sampling } from "./sampledSource.ts";
import { chooseWithout, chooseWith, sumWeights } from "./weightedChoice.ts";

/**
 * Options of {@link sampleByWeight}.
 *
 * @inline
 */
export interface SampleByWeightOptions {
  /**
   * Number of elements of an epoch, at least 1. Default: as many as there are weights, or without replacement as there
   * are weights above 0, which is then also the maximum.
   */
  readonly size?: number | undefined;
  /** Whether an element may occur more than once in an epoch; default true. */
  readonly replacement?: boolean | undefined;
  /** The seed of the choice; default 0. */
  readonly seed?: number | undefined;
  /** Whether each epoch has its own choice; default true. See {@link shuffle}. */
  readonly reshuffle?: boolean | undefined;
}

const KNOWN: OptionKinds<SampleByWeightOptions> = {
  size: "number",
  replacement: "boolean",
  seed: "number",
  reshuffle: "boolean",
};

/**
 * Draws elements at random, each with a probability proportional to its weight.
 *
 * With replacement, each draw is independent of the others. Without, an element occurs once at most: each draw is among
 * the elements that are left, so that large weights come early. It replaces `shuffle`: the upstream needs random access,
 * and the state is a position. For exact shares of classes, use {@link sampleByClass}.
 *
 * @param weights - The weight of each element, at least 0. They need not sum to 1. An element of weight 0 never occurs.
 * @throws RangeError if a weight is negative or not finite, all are 0, there is not one per element, or `size` is larger
 * than the number of weights above 0 without replacement; TypeError if the upstream has no random access.
 * @see PyTorch, `WeightedRandomSampler`; Efraimidis and Spirakis, "Weighted random sampling with a reservoir", 2006
 * @example
 * ```ts
 * import { fromArray, sampleByWeight } from "@tensorloom/data";
 *
 * const rows = fromArray(["common", "rare", "never"]);
 * const drawn = await rows.apply(sampleByWeight([1, 3, 0], { size: 4000, seed: 1 })).toArray();
 * drawn.filter((row) => row === "rare").length / 4000 > 0.7; // => true
 * drawn.includes("never"); // => false
 * ```
 */
export function sampleByWeight<T>(
  weights: ArrayLike<number>,
  options: SampleByWeightOptions = {},
): Operator<T, T> {
  const { size, replacement = true, seed, reshuffle } = checkOptions("sampleByWeight", options, KNOWN);
  const list = Float64Array.from(assertArrayLike("sampleByWeight: weights", weights, "numbers"));
  const { sums, positive } = sumWeights(list);
  if (size !== undefined) integer("sampleByWeight: size", size, 1);
  if (seed !== undefined) integer("sampleByWeight: seed", seed);
  const count = size ?? (replacement ? list.length : positive);
  if (!replacement && count > positive)
    throw new RangeError(
      `sampleByWeight: size without replacement must be at most ${String(positive)}, the number of weights above 0, got ${String(count)}`,
    );
  const sampling: Sampling = {
    label: `sampleByWeight(${String(seed ?? 0)})`,
    random: { draws: "sampleByWeight", seed, orders: true, ...orderRandomness(reshuffle) },
    per: ["weights", list.length],
    size: count,
    choose: replacement ? chooseWith(sums) : chooseWithout(list, count),
  };
  return withFingerprint(
    (upstream) => sampledSource(upstream, sampling),
    list,
    count,
    replacement,
    reshuffle ?? true,
  );
}
