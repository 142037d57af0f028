import { callable } from "@tensorloom/core/internal";
import { assertSource } from "../validate.ts";
import { batch, type BatchOptions } from "../operators/batching/batch.ts";
import { cache } from "../operators/cache.ts";
import { concatenate } from "../operators/combine/concatenate.ts";
import { offsetEpoch } from "../operators/offsetEpoch.ts";
import { enumerate } from "../operators/enumerate.ts";
import { filter } from "../operators/select/filter.ts";
import { flatMap } from "../operators/interleave/flatMap.ts";
import { interleave, type InterleaveOptions } from "../operators/interleave/interleave.ts";
import { map, type MapOptions, type Transform } from "../operators/map.ts";
import { prefetch, type PrefetchOptions } from "../operators/prefetch.ts";
import { repeat } from "../operators/repeat.ts";
import { select } from "../operators/select/select.ts";
import { shard } from "../operators/select/shard.ts";
import { shuffle, type ShuffleOptions } from "../operators/shuffle.ts";
import { skip } from "../operators/select/skip.ts";
import { take } from "../operators/select/take.ts";
import { ignoreErrors, type IgnoreErrorsOptions } from "../operators/ignoreErrors.ts";
import { scan, type ScanStep, type WidenLiteral } from "../operators/scan.ts";
import { skipWhile } from "../operators/select/skipWhile.ts";
import { takeWhile } from "../operators/select/takeWhile.ts";
import { tap } from "../operators/tap.ts";
import { unique } from "../operators/select/unique.ts";
import { window, type WindowOptions } from "../operators/batching/window.ts";
import { unbatch } from "../operators/interleave/unbatch.ts";
import { zip } from "../operators/combine/zip.ts";
import { Reader } from "./reader.ts";
import type { Operator, Source, State } from "../source.ts";
import type { Elements } from "../sources/elements.ts";
import type { Unstacked } from "../collate/unstack.ts";

/**
 * A source with the operators as methods: an immutable recipe of a pipeline.
 *
 * Make one with {@link fromArray}, {@link fromIndexed}, {@link fromIterable}, {@link fromGenerator}, {@link range} or
 * {@link fromSource}. It is the data loader of `fit`, `evaluate` and `predict`. Read it with `for await`, `toArray`, `forEach`, or step by step with `open`.
 *
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 *
 * const even = range(10).filter((x) => x % 2 === 0).batch(3);
 * await even.toArray(); // => [[0, 2, 4], [6, 8]]
 * ```
 */
export class Dataset<T> extends Reader<T> {
  /** Applies an operator: one of this package or of your own. */
  apply<R>(operator: Operator<T, R>): Dataset<R> {
    return new Dataset(checkApplied(callable("apply: operator", operator)(this.source), operator));
  }

  /** Applies a function to each element. See {@link map}. */
  map<R>(transform: Transform<T, R>, options?: MapOptions): Dataset<R> {
    return this.apply(map(transform, options));
  }

  /** Keeps the elements that satisfy a predicate. See {@link filter}. */
  filter<S extends T>(predicate: (element: T, index: number) => element is S): Dataset<S>;
  filter(predicate: (element: T, index: number) => boolean | PromiseLike<boolean>): Dataset<T>;
  filter(predicate: (element: T, index: number) => boolean | PromiseLike<boolean>): Dataset<T> {
    return this.apply(filter(predicate));
  }

  /** Turns each element into a source, and concatenates them. See {@link flatMap}. */
  flatMap<R>(make: (element: T, index: number) => Elements<R>): Dataset<R> {
    return this.apply(flatMap(make));
  }

  /** Turns each element into a source, and takes turns among several. See {@link interleave}. */
  interleave<R>(make: (element: T, index: number) => Elements<R>, options?: InterleaveOptions): Dataset<R> {
    return this.apply(interleave(make, options));
  }

  /** Groups consecutive elements. See {@link batch}. */
  batch<B = T[]>(size: number, options?: BatchOptions<T, B>): Dataset<B> {
    return this.apply(batch(size, options));
  }

  /** Splits batches into their elements. See {@link unbatch}. */
  unbatch<B extends object>(this: Dataset<B>): Dataset<Unstacked<B>> {
    return this.apply(unbatch<B>());
  }

  /** Shuffles the elements, by a seed. See {@link shuffle}. */
  shuffle(options?: ShuffleOptions): Dataset<T> {
    return this.apply(shuffle(options));
  }

  /** Repeats the elements, each time as the next epoch. See {@link repeat}. */
  repeat(count?: number): Dataset<T> {
    return this.apply(repeat(count));
  }

  /** Keeps the first `count` elements. See {@link take}. */
  take(count: number): Dataset<T> {
    return this.apply(take(count));
  }

  /** Drops the first `count` elements. See {@link skip}. */
  skip(count: number): Dataset<T> {
    return this.apply(skip(count));
  }

  /** Keeps every `count`-th element, from the one at `index`. See {@link shard}. */
  shard(count: number, index: number): Dataset<T> {
    return this.apply(shard(count, index));
  }

  /** Keeps the elements at some positions. See {@link select}. */
  select(indices: ArrayLike<number>): Dataset<T> {
    return this.apply(select(indices));
  }

  /** Pairs the elements with those of other sources. See {@link zip}. */
  zip<R extends readonly unknown[]>(
    ...others: { readonly [K in keyof R]: Source<R[K]> }
  ): Dataset<[T, ...R]> {
    return new Dataset(zip<[T, ...R]>(this.source, ...others));
  }

  /** Appends the elements of other sources. See {@link concatenate}. */
  concatenate(...others: readonly Source<T>[]): Dataset<T> {
    return new Dataset(concatenate(this.source, ...others));
  }

  /** Keeps the elements before the first one that fails a predicate. See {@link takeWhile}. */
  takeWhile(predicate: (element: T, index: number) => boolean | PromiseLike<boolean>): Dataset<T> {
    return this.apply(takeWhile(predicate));
  }

  /** Drops the elements before the first one that fails a predicate. See {@link skipWhile}. */
  skipWhile(predicate: (element: T, index: number) => boolean | PromiseLike<boolean>): Dataset<T> {
    return this.apply(skipWhile(predicate));
  }

  /** Makes sliding windows of the elements. See {@link window}. */
  window(size: number, options?: WindowOptions): Dataset<T[]> {
    return this.apply(window(size, options));
  }

  /** Carries a value from element to element. See {@link scan}. */
  scan<S extends State, R>(initial: S, step: ScanStep<WidenLiteral<S>, T, R>): Dataset<R> {
    return this.apply(scan(initial, step));
  }

  /** Drops duplicates. See {@link unique}. */
  unique(key?: (element: T) => unknown): Dataset<T> {
    return this.apply(unique(key));
  }

  /** Calls a function with each element, and returns the element unchanged. See {@link tap}. */
  tap(look: (element: T, index: number) => unknown): Dataset<T> {
    return this.apply(tap(look));
  }

  /** Skips elements at which an upstream stage failed, and reports each error. See {@link ignoreErrors}. */
  ignoreErrors(report: (error: unknown, count: number) => void, options?: IgnoreErrorsOptions): Dataset<T> {
    return this.apply(ignoreErrors(report, options));
  }

  /** Pairs each element with its index. See {@link enumerate}. */
  enumerate(start?: number): Dataset<readonly [number, T]> {
    return this.apply(enumerate(start));
  }

  /** Caches the elements of the first complete pass in memory. See {@link cache}. */
  cache(): Dataset<T> {
    return this.apply(cache());
  }

  /** Fills a buffer while the consumer works. See {@link prefetch}. */
  prefetch(count: number | "auto", options?: PrefetchOptions): Dataset<T> {
    return this.apply(prefetch(count, options));
  }

  /** Shifts the epochs. Epoch 0 of the result is epoch `count` of this dataset. */
  epoch(count: number): Dataset<T> {
    return this.apply(offsetEpoch(count));
  }
}

/** Checks the result of an operator. It is a function if a user passes `batch` instead of `batch(2)`. */
function checkApplied<R>(result: Source<R>, { name }: Operator<never, R>): Source<R> {
  const value: unknown = result;
  if (typeof value !== "function") return assertSource("apply: what the operator made", result);
  const hint = name === "" ? "" : `; call it: ${name}()`;
  throw new TypeError(`apply: what the operator made must be a source, got a function${hint}`);
}
