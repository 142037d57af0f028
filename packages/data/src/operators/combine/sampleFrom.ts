import { type Random, random } from "@tensorloom/core";
import { checkOptions, finite, integer } from "@tensorloom/core/internal";
import { assertList, assertSources } from "../../validate.ts";
import { indexedSource } from "../../sources/indexed.ts";
import type { Source } from "../../source.ts";
import { chooseFrom, type ChooseOptions } from "./chooseFrom.ts";
import { concatenate } from "./concatenate.ts";
import { orderEpoch, orderRandomness } from "../../random/orderRandomness.ts";
import { streamName, type StreamOptions } from "../../random/streams.ts";
import { fingerprintText } from "../../pass/fingerprintText.ts";

/**
 * Options of {@link sampleFrom}.
 *
 * @inline
 */
export interface SampleOptions extends ChooseOptions {
  /**
   * The probability of each source, scaled to sum to 1; default: equal. A source of weight 0 is never read.
   */
  readonly weights?: readonly number[] | undefined;
  /** The seed; default 0. */
  readonly seed?: number | undefined;
  /** Whether each epoch has its own draws; default true. See {@link shuffle}. */
  readonly reshuffle?: boolean | undefined;
}

/**
 * Takes each element from a source that is drawn at random.
 *
 * @param options - `stopOnEmpty` is false by default: the pass ends when all sources are empty.
 * @see tf.data.Dataset.sample_from_datasets
 * @example
 * ```ts
 * import { fromSource, range, sampleFrom } from "@tensorloom/data";
 *
 * const [common, rare] = [range(100).map(() => "common"), range(100).map(() => "rare")];
 * const mixed = await fromSource(sampleFrom([common, rare], { weights: [9, 1], seed: 1 })).toArray();
 * mixed.length; // => 200
 * ```
 */
export function sampleFrom<T>(sources: readonly Source<T>[], options: SampleOptions = {}): Source<T> {
  integer("sampleFrom: the number of sources", assertList("sampleFrom: sources", sources).length, 1);
  assertSources("sampleFrom", sources);
  const known = { weights: "any", seed: "number", reshuffle: "boolean", stopOnEmpty: "boolean" } as const;
  const {
    weights = sources.map(() => 1),
    seed,
    reshuffle,
    stopOnEmpty = false,
  } = checkOptions("sampleFrom", options, known);
  assertList("sampleFrom: weights", weights);
  integer("sampleFrom: the number of weights", weights.length, sources.length, sources.length);
  weights.forEach((weight, i) => finite(`sampleFrom: weights[${String(i)}]`, weight, 0));
  if (!weights.some(isDrawn)) throw new RangeError("sampleFrom: weights must have one above 0");
  finite("sampleFrom: the sum of weights", sumOf(weights));
  if (seed !== undefined) integer("sampleFrom: seed", seed);
  const drawn = sources.filter((_, i) => isDrawn(weights[i]));
  return sampleSource(drawn, { weights: weights.filter(isDrawn), seed, reshuffle, stopOnEmpty });
}

function sumOf(weights: readonly number[]): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}

function isDrawn(weight: number): boolean {
  return weight > 0;
}

interface Sampling {
  readonly weights: readonly number[];
  readonly seed: number | undefined;
  readonly reshuffle: boolean | undefined;
  readonly stopOnEmpty: boolean;
}

function sampleSource<T>(
  sources: readonly Source<T>[],
  { weights, seed, reshuffle, stopOnEmpty }: Sampling,
): Source<T> {
  const total = sumOf(weights);
  const randomness: StreamOptions = {
    draws: "sampleFrom",
    seed,
    orders: true,
    ...orderRandomness(reshuffle),
  };
  const draw = (stream: Random): number => {
    let left = stream.uniform() * total;
    const chosen = weights.findIndex((weight) => (left -= weight) < 0);
    return chosen < 0 ? weights.length - 1 : chosen; // rounding may leave a small rest
  };
  const choices = indexedSource({
    label: `weights(${weights.join(", ")})`,
    size: Infinity,
    fingerprint: () => fingerprintText([weights, seed ?? 0, reshuffle ?? true]),
    indexed(epoch, start) {
      const stream = random(...streamName(sources, randomness, start), orderEpoch(randomness, epoch));
      return { length: Infinity, at: (index) => draw(stream.fork(index)) };
    },
  });
  const chosen = chooseFrom(sources, choices, { stopOnEmpty });
  return {
    ...chosen,
    label: `sampleFrom([${sources.map((source) => source.label).join(", ")}])`,
    random: randomness,
    size: stopOnEmpty ? undefined : concatenate(...sources).size,
  };
}
