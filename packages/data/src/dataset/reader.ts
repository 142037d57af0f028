import { callable } from "@tensorloom/core/internal";
import { describe } from "../read/describe.ts";
import { explain, type ExplainOptions } from "../profile/explain.ts";
import type { Explanation } from "../profile/explanation.ts";
import { forEach } from "../read/forEach.ts";
import { assertSource, checkStart, checkIterateOptions } from "../validate.ts";
import { isPromise } from "../pass/maybeAsync.ts";
import { iterate, type IterateOptions } from "../read/iterate.ts";
import { nextEpoch } from "../random/nextEpoch.ts";
import type {
  Branch,
  Indexed,
  LoopCount,
  Pass,
  Randomness,
  Source,
  Start,
  Instrumentation,
} from "../source.ts";
import { toStream } from "../read/toStream.ts";

/**
 * The ways to read a source: step by step, with `for await`, whole, as a Web Stream.
 *
 * @example
 * ```ts
 * import { range, Reader } from "@tensorloom/data";
 *
 * const reader = new Reader(range(4));
 * await reader.reduce((sum, x) => sum + x, 0); // => 6
 * ```
 */
export class Reader<T> implements Source<T>, AsyncIterable<T> {
  readonly label: string;
  readonly size: number | undefined;
  readonly parents: readonly Source<unknown>[];
  readonly fingerprint?: () => string;
  readonly indexed?: (epoch: number, watch?: Instrumentation, branch?: Branch) => Indexed<T>;
  readonly random?: Randomness;
  protected readonly source: Source<T>;
  readonly #loops: LoopCount = { count: 0 };

  constructor(source: Source<T>) {
    this.source = assertSource("Reader: source", source);
    this.label = source.label;
    this.size = source.size;
    this.parents = source.parents ?? [];
    if (source.fingerprint !== undefined) this.fingerprint = source.fingerprint;
    if (source.indexed !== undefined) this.indexed = source.indexed;
    if (source.random !== undefined) this.random = source.random;
  }

  /** Opens a pass: for stepping by hand, and for resuming. */
  open(start?: Start): Pass<T> {
    return this.source.open(start === undefined ? start : checkStart("open", start));
  }

  /**
   * Loops over the elements; closes everything on break, error and abort. See {@link iterate}.
   *
   * Unless `epoch` or `state` is given, each loop is the next epoch, as with `for await` and `forEach`.
   */
  iterate(options: IterateOptions = {}): AsyncGenerator<T, void> {
    return iterate(this.source, this.#counted(checkIterateOptions("iterate", options)));
  }

  /**
   * Loops over the elements: each loop over the same shuffle is the next epoch, in a new order.
   *
   * @example
   * ```ts
   * import { range } from "@tensorloom/data";
   *
   * const shuffled = range(100).shuffle();
   * const orders = [[], []];
   * for (const order of orders) for await (const x of shuffled) order.push(x);
   * orders; // => [await shuffled.toArray({ epoch: 0 }), await shuffled.toArray({ epoch: 1 })]
   * ```
   */
  [Symbol.asyncIterator](): AsyncGenerator<T, void> {
    return this.iterate();
  }

  /**
   * Calls a function with every element, one after another. See {@link forEach}.
   *
   * Unless `epoch` or `state` is given, each loop is the next epoch, as with `for await`.
   */
  async forEach(visit: (element: T, index: number) => unknown, options: IterateOptions = {}): Promise<void> {
    callable("forEach: visit", visit);
    await forEach(this.source, visit, this.#counted(checkIterateOptions("forEach", options)));
  }

  /** The options, with the epoch of a loop that names none. */
  #counted(options: IterateOptions): IterateOptions {
    if (options.epoch !== undefined || options.state !== undefined) return options;
    return { ...options, epoch: nextEpoch(this.source, this.#loops) };
  }

  /** All elements of one pass: that of `epoch`, default 0, however often it is asked for. */
  async toArray(options: IterateOptions = {}): Promise<T[]> {
    checkIterateOptions("toArray", options);
    const elements: T[] = [];
    await forEach(this.source, (element) => void elements.push(element), options);
    return elements;
  }

  /** One value of all elements: `step` puts each to what came of those before, from `initial` on. */
  async reduce<R>(
    step: (value: R, element: T, index: number) => R | PromiseLike<R>,
    initial: R,
    options: IterateOptions = {},
  ): Promise<R> {
    callable("reduce: step", step);
    checkIterateOptions("reduce", options);
    let value = initial;
    const keep = (next: R): void => {
      value = next;
    };
    await forEach(
      this.source,
      (element, index) => {
        const next = step(value, element, index);
        if (isPromise(next)) return next.then(keep);
        keep(next);
        return undefined;
      },
      options,
    );
    return value;
  }

  /** The elements as a Web Stream, made as it is read. See {@link toStream}. */
  toStream(options?: IterateOptions): ReadableStream<T> {
    return toStream(this.source, options);
  }

  /** Reads a part and tells where the time went. See {@link explain}. */
  explain(options?: ExplainOptions): Promise<Explanation> {
    return explain(this.source, options);
  }

  /**
   * The recipe, one stage a line, with how many elements each gives.
   *
   * @example
   * ```ts
   * import { range } from "@tensorloom/data";
   *
   * range(100).filter((x) => x > 9).batch(10).describe().split("\n"); // => ["range(100)  100", "filter()    unknown", "batch(10)   unknown"]
   * ```
   */
  describe(): string {
    return describe(this.source);
  }

  /** The recipe in words. */
  toString(): string {
    return this.label;
  }
}
