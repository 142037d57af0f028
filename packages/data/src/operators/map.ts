import { callable, checkOptions, integer } from "@tensorloom/core/internal";
import { ParallelMapPass } from "../concurrency/parallelMapPass.ts";
import { CLOSED } from "../pass/pendingCloses.ts";
import { ElementContext, type MapContext, PassContext } from "../pass/mapContext.ts";
import type { Operator, Source } from "../source.ts";
import type { Part } from "../part.ts";
import { partFor, skippingElsewhere } from "../pass/part.ts";
import { recipe } from "../pass/recipe.ts";
import { stage } from "../pass/stage.ts";
import { type StreamOptions, makeStreams } from "../random/streams.ts";
import { checkTuneOptions, Tuner, type TuneOptions } from "../concurrency/tuner.ts";

/**
 * Options of {@link map}.
 *
 * @inline
 */
export interface MapOptions {
  /**
   * How many elements may be in flight, or ready and not yet requested; default 1: one after another. `"auto"` tunes it
   * while the pass runs.
   */
  readonly concurrency?: number | "auto" | undefined;
  /** The limits of `"auto"`. */
  readonly tune?: TuneOptions | undefined;
  /** Whether results keep the order of the elements; default true. It matters only if `concurrency` is above 1. */
  readonly ordered?: boolean | undefined;
  /** The seed of `context.random`; default 0. Stages with equal seeds draw different numbers. */
  readonly seed?: number | undefined;
}

/**
 * A function that `map` applies to each element.
 *
 * @example
 * ```ts
 * import { range, type Transform } from "@tensorloom/data";
 *
 * const addNoise: Transform<number, number> = (x, { random }) => x + random.uniform() / 10;
 * const noisy = await range(3).map(addNoise, { seed: 7 }).toArray();
 * noisy.map(Math.floor); // => [0, 1, 2]
 * ```
 */
export type Transform<A, B> = (element: A, context: MapContext) => B | PromiseLike<B>;

const KNOWN = { concurrency: "number", tune: "any", ordered: "boolean", seed: "number" } as const;

/**
 * Applies a function, sync or async, to each element.
 *
 * @param transform - Receives the element and `{ index, epoch, random, signal }`.
 * @throws TypeError or RangeError for an invalid argument. A pass throws {@link StageError}, whose cause is the error of
 * `transform`.
 * @see tf.data.Dataset.map
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 *
 * await range(3).map((x) => x * 10).toArray(); // => [0, 10, 20]
 *
 * // Draws come from the element's own stream: the same in every run, and with any concurrency.
 * const noisy = range(3).map(async (x, { random }) => x + random.uniform(), { concurrency: 2, seed: 7 });
 * await noisy.toArray(); // => await noisy.toArray()
 * ```
 */
export function map<A, B>(transform: Transform<A, B>, options: MapOptions = {}): Operator<A, B> {
  callable("map: transform", transform);
  const { concurrency = 1, ordered = true, seed = 0, tune = {} } = checkOptions("map", options, KNOWN);
  checkTuneOptions("map: tune", tune);
  if (concurrency !== "auto") integer("map: concurrency", concurrency, 1);
  integer("map: seed", seed);
  const label = `map(${transform.name})`;
  const functions = [transform, seed];
  const random: StreamOptions = { draws: "map", seed, loops: { count: 0, idle: true } };
  if (concurrency === 1)
    return stage({
      label,
      functions,
      random,
      start: (epoch) => ({ epoch }),
      part: rowsOnly,
      work(memory, streams, part) {
        const pass = new PassContext(streams, memory.epoch);
        return {
          next: skippingElsewhere(part, (element: A, index) =>
            transform(element, new ElementContext(pass, index)),
          ),
          close: () => pass.close(),
        };
      },
    });
  return recipe({
    label,
    functions,
    random,
    ...(ordered && { part: rowsOnly }),
    open(upstream: Source<A>, start, whole) {
      const part = partFor(start, upstream.label);
      const tuner = concurrency === "auto" ? new Tuner(tune) : undefined;
      return new ParallelMapPass(upstream, start, {
        label: whole,
        limit: () => tuner?.limit ?? Number(concurrency),
        ordered,
        ...(tuner && { tuner }),
        work(epoch) {
          const pass = new PassContext(makeStreams(whole, upstream, random, start), epoch);
          return {
            next: skippingElsewhere(part, (element, index) =>
              transform(element, new ElementContext(pass, index)),
            ),
            close() {
              pass.close();
              return CLOSED;
            },
          };
        },
      });
    },
  });
}

/** A function of rows leaves out those of other processes. One of batches may mix rows, so it gets them all. */
function rowsOnly(part: Part): Part | undefined {
  return part.rows === undefined ? undefined : part;
}
