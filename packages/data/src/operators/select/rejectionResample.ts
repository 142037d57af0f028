import { callable, checkOptions, finite, integer } from "@tensorloom/core/internal";
import { SKIP } from "../../pass/maybeAsync.ts";
import { assertList } from "../../validate.ts";
import type { Operator } from "../../source.ts";
import { orderEpoch, orderRandomness } from "../../random/orderRandomness.ts";
import { stage } from "../../pass/stage.ts";
import type { StreamOptions } from "../../random/streams.ts";

/**
 * Options of {@link rejectionResample}.
 *
 * @inline
 */
export interface ResampleOptions {
  /** The target distribution of the classes. It is scaled to sum to 1. */
  readonly target: readonly number[];
  /** The current distribution of the classes; default: estimated from the elements so far. */
  readonly initial?: readonly number[] | undefined;
  /** The seed; default 0. */
  readonly seed?: number | undefined;
  /** Whether each epoch has its own draws; default true. See {@link shuffle}. */
  readonly reshuffle?: boolean | undefined;
}

const KNOWN = { target: "any", initial: "any", seed: "number", reshuffle: "boolean" } as const;

/**
 * Drops elements at random, to reach a target distribution of classes.
 *
 * An element of class `c` is kept with probability `(target[c] / initial[c]) / max(target / initial)`. No element is
 * repeated; tf.data repeats some if the two distributions are far apart.
 *
 * @param classOf - Returns the class of an element, from 0.
 * @see tf.data.Dataset.rejection_resample, which returns pairs of class and element
 * @example
 * ```ts
 * import { range, rejectionResample } from "@tensorloom/data";
 *
 * // Class 1 is one element in ten; afterwards, about one in two.
 * const rare = (x: number) => (x % 10 === 0 ? 1 : 0);
 * const balance = rejectionResample(rare, { initial: [0.9, 0.1], target: [0.5, 0.5], seed: 3 });
 * const kept = await range(1000).apply(balance).toArray();
 * kept.filter((x) => rare(x) === 1).length; // => 100
 * ```
 */
export function rejectionResample<T>(
  classOf: (element: T) => number,
  options: ResampleOptions,
): Operator<T, T> {
  callable("rejectionResample: classOf", classOf);
  const { target, initial, seed, reshuffle } = checkOptions("rejectionResample", options, KNOWN);
  assertList("rejectionResample: target", target);
  target.forEach((share, c) => finite(`rejectionResample: target[${String(c)}]`, share, 0));
  if (initial !== undefined) assertList("rejectionResample: initial", initial);
  initial?.forEach((share, c) => finite(`rejectionResample: initial[${String(c)}]`, share, 0));
  if (initial !== undefined)
    integer("rejectionResample: initial's length", initial.length, target.length, target.length);
  if (Math.max(...target) <= 0 || target.length === 0)
    throw new RangeError("rejectionResample: target must have a share above 0");
  if (initial !== undefined && Math.max(...initial) <= 0)
    throw new RangeError("rejectionResample: initial must have a share above 0");
  if (seed !== undefined) integer("rejectionResample: seed", seed);
  const random: StreamOptions = {
    draws: "rejectionResample",
    seed,
    orders: true,
    ...orderRandomness(reshuffle),
  };
  return stage({
    label: `rejectionResample(${classOf.name})`,
    functions: [classOf, target, initial, seed ?? 0, reshuffle ?? true],
    random,
    size: () => undefined,
    start: (epoch) => ({ counts: target.map(() => 1), epoch }), // start at one, so that no class has probability 0
    work(memory, streams) {
      const stream = streams(orderEpoch(random, memory.epoch));
      // A state may come from anywhere.
      integer("rejectionResample: the state's counts", memory.counts.length, target.length, target.length);
      return {
        next(element: T, index) {
          const c = integer("rejectionResample: class", classOf(element), 0, target.length - 1);
          if (initial === undefined) memory.counts = memory.counts.with(c, memory.counts[c] + 1);
          const shares = initial ?? memory.counts;
          const ratios = target.map((share, k) => (share === 0 ? 0 : share / shares[k]));
          const kept = ratios[c] / Math.max(...ratios.filter(Number.isFinite));
          return stream.fork(index).uniform() < kept ? element : SKIP;
        },
      };
    },
  });
}
