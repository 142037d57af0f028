import type { Branch, Randomness } from "./randomness.ts";

/**
 * Plain JSON from which a pass resumes.
 *
 * @example
 * ```ts
 * import { range, type State } from "@tensorloom/data";
 *
 * const pass = range(5).batch(2).open();
 * pass.next();
 * const saved = JSON.stringify(pass.state());
 * await pass.close();
 *
 * const state = JSON.parse(saved) as State;
 * await range(5).batch(2).toArray({ state }); // => [[2, 3], [4]]
 * ```
 */
export type State = string | number | boolean | null | readonly State[] | { readonly [key: string]: State };

/**
 * A collection with random access: an array or an indexed file.
 *
 * @example
 * ```ts
 * import { fromIndexed, type Indexed } from "@tensorloom/data";
 *
 * const squares: Indexed<number> = { length: 1000, at: (index) => index ** 2 };
 * await fromIndexed(squares).shard(400, 1).toArray(); // => [1, 160801, 641601]
 * ```
 */
export interface Indexed<T> {
  readonly length: number;
  /** Returns the element at a position, or a promise of it; `undefined` after the end. */
  at(index: number): T | Promise<T | undefined> | undefined;
}

/**
 * Wraps the passes and functions of a pipeline: `explain` measures with it.
 *
 * @inline
 */
export interface Instrumentation {
  /** Wraps a pass when it is opened. */
  readonly wrapPass: <T>(source: Source<T>, wrapPass: Pass<T>) => Pass<T>;
  /** Wraps an index when a view opens it. */
  readonly wrapIndex: <T>(source: Source<T>, elements: Indexed<T>) => Indexed<T>;
  /** Wraps the function that a stage calls with its elements. */
  readonly wrapFunction: <A extends readonly unknown[], R>(
    label: string,
    wrapFunction: (...args: A) => R,
  ) => (...args: A) => R;
}

/**
 * The start of a pass: a state, or an epoch.
 *
 * @example
 * ```ts
 * import { range, type Start } from "@tensorloom/data";
 *
 * const shuffled = range(100).shuffle({ seed: 1 });
 * const firstOf = async (start: Start) => (await shuffled.take(1).toArray(start))[0];
 * (await firstOf({ epoch: 0 })) === (await firstOf({ epoch: 1 })); // => false
 * ```
 */
export interface Start {
  /** The state of an earlier pass of the same recipe; default: the start. */
  readonly state?: State | undefined;
  /** The pass's epoch; default 0. Shuffles and random maps draw new numbers in each. Ignored if `state` is set. */
  readonly epoch?: number | undefined;
  /** Passed from each stage to its upstream. @internal */
  readonly instrumentation?: Instrumentation | undefined;
  /** Which branch of a pipeline is read; passed from each stage to its upstream. Random stages draw by it. @internal */
  readonly branch?: Branch | undefined;
  /** The stage below that drops elements by position; passed upstream, so that inner sources are checked too. @internal */
  readonly split?: string | undefined;
  /** The part of each batch that this process reads, of several that share it. @internal */
  readonly part?: unknown;
}

/**
 * One step of a pass: an element, or the end.
 *
 * It has the shape of an iterator's result.
 *
 * @example
 * ```ts
 * import { range, type Step } from "@tensorloom/data";
 *
 * const pass = range(1).open();
 * const steps: Step<number>[] = [await pass.next(), await pass.next()];
 * steps.map(({ done }) => done); // => [false, true]
 * ```
 */
export type Step<T> = IteratorResult<T, undefined>;

/**
 * One iteration over a source, with a state.
 *
 * At most one `next()` may be outstanding at a time.
 *
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 *
 * const numbers = range(5);
 * const pass = numbers.open();
 * await pass.next(); // => { done: false, value: 0 }
 * const state = JSON.stringify(pass.state());
 * await pass.close();
 *
 * const resumed = numbers.open({ state: JSON.parse(state) });
 * await resumed.next(); // => { done: false, value: 1 }
 * await resumed.close();
 * ```
 */
export interface Pass<T> {
  /** Returns the next step. It is a promise unless the whole upstream is synchronous. */
  next(): Step<T> | Promise<Step<T>>;
  /** Returns the state of the pass. `open({ state })` yields exactly the elements that have not been delivered yet. */
  state(): State;
  /** Ends the pass and its upstream passes. It is idempotent: a second call does nothing. */
  close(): Promise<void>;
}

/**
 * An immutable recipe for elements. Only its passes have state.
 *
 * Implement it to read data of your own, and check it with `checkSourceContract` of `@tensorloom/data/operator`.
 *
 * @example
 * ```ts
 * import { fromSource, type Source } from "@tensorloom/data";
 * import { checkSourceContract } from "@tensorloom/data/operator";
 *
 * // Counts down. Its state is the next number.
 * const countdown = (from: number): Source<number> => ({
 *   label: `countdown(${from})`,
 *   size: from,
 *   open({ state } = {}) {
 *     let next = typeof state === "number" ? state : from;
 *     return {
 *       next: () => (next > 0 ? { done: false, value: next-- } : { done: true, value: undefined }),
 *       state: () => next,
 *       close: async () => undefined,
 *     };
 *   },
 * });
 * await fromSource(countdown(4)).batch(2).toArray(); // => [[4, 3], [2, 1]]
 * await checkSourceContract(countdown(4)); // => []
 * ```
 */
export interface Source<T> {
  /** The recipe's label: `range(10).batch(3)`. */
  readonly label: string;
  /** How many elements a pass has: `undefined` if unknown, `Infinity` if endless. */
  readonly size: number | undefined;
  /** The sources that this one reads from, for `describe` and `explain`. Absent at the head of a pipeline. */
  readonly parents?: readonly Source<unknown>[] | undefined;
  /**
   * Returns what the elements depend on besides the labels: functions, options, items. Caches on disk compare it. States
   * compare it with functions identified by their name, so that a function may be mended before a resume.
   */
  readonly fingerprint?: ((functions?: "source" | "name") => string) | undefined;
  /** Opens an epoch's elements for random access, if supported. `shuffle` and `shard` use it. */
  readonly indexed?: ((epoch: number, watch?: Instrumentation, branch?: Branch) => Indexed<T>) | undefined;
  /** What is random at this stage; absent if nothing is. @internal */
  readonly random?: Randomness | undefined;
  /** Opens a pass. */
  open(start?: Start): Pass<T>;
}

/**
 * One stage of a pipeline: a function from source to source.
 *
 * `Dataset.apply` takes it.
 *
 * @example
 * ```ts
 * import { type Operator, map, range, take } from "@tensorloom/data";
 *
 * const firstSquares =
 *   (count: number): Operator<number, number> =>
 *   (source) =>
 *     map((x: number) => x * x)(take<number>(count)(source));
 * await range(10).apply(firstSquares(3)).toArray(); // => [0, 1, 4]
 * ```
 */
export type Operator<A, B> = (source: Source<A>) => Source<B>;
