import { callable } from "@tensorloom/core/internal";
import { describe } from "../read/describe.ts";
import { explain, type ExplainOptions } from "../profile/explain.ts";
import type { Explanation } from "../profile/explanation.ts";
import { forEach } from "../read/forEach.ts";
import { PipelinePass, toStageStart } from "../pass/pipelineState.ts";
import { isStageStart } from "../stageStart.ts";
import { assertSource, checkStart, checkIterateOptions } from "../validate.ts";
import { isPromise } from "../pass/maybeAsync.ts";
import { iterate, type IterateOptions } from "../read/iterate.ts";
import { nextEpoch } from "../random/nextEpoch.ts";
import type { Indexed, Pass, Source, Start, Instrumentation } from "../source.ts";
import type { Branch, LoopCount, Randomness } from "../randomness.ts";
import { toStream } from "../read/toStream.ts";

/**
 * Reads a source: with `for await`, step by step, or all together.
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
  readonly fingerprint?: Source<T>["fingerprint"];
  readonly indexed?: ((epoch: number, watch?: Instrumentation, branch?: Branch) => Indexed<T>) | undefined;
  /** @internal */
  readonly random?: Randomness | undefined;
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

  /**
   * Opens a pass, to step by hand and to resume.
   *
   * The pass's state names the stages of the pipeline, so that a state of another pipeline is refused.
   *
   * @throws TypeError if the state is of another pipeline; the error lists the stages that differ.
   */
  open(start: Start = {}): Pass<T> {
    if (isStageStart(start)) return this.source.open(start); // the state of the last stage names them all
    return new PipelinePass(this.source, toStageStart(this.source, checkStart("open", start)));
  }

  /**
   * Iterates over the elements, and closes the pass on break, error and abort. See {@link iterate}.
   *
   * Without `epoch` or `state`, each call is the next epoch, as with `for await` and `forEach`.
   */
  iterate(options: IterateOptions = {}): AsyncGenerator<T, void> {
    return iterate(this.source, this.#counted(checkIterateOptions("iterate", options)));
  }

  /**
   * Iterates over the elements with `for await`. Each loop over a shuffle is the next epoch, in a new order.
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
   * Without `epoch` or `state`, each call is the next epoch, as with `for await`.
   */
  async forEach(visit: (element: T, index: number) => unknown, options: IterateOptions = {}): Promise<void> {
    callable("forEach: visit", visit);
    await forEach(this.source, visit, this.#counted(checkIterateOptions("forEach", options)));
  }

  /** The options, with the next epoch if they do not name one. */
  #counted(options: IterateOptions): IterateOptions {
    if (options.epoch !== undefined || options.state !== undefined) return options;
    return { ...options, epoch: nextEpoch(this.source, this.#loops) };
  }

  /** Returns all elements of an epoch as an array; default: epoch 0, on every call. */
  async toArray(options: IterateOptions = {}): Promise<T[]> {
    checkIterateOptions("toArray", options);
    const elements: T[] = [];
    await forEach(this.source, (element) => void elements.push(element), options);
    return elements;
  }

  /** Combines all elements into one value. `step` receives the value so far, from `initial`, and the next element. */
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

  /** Returns the elements as a Web Stream. See {@link toStream}. */
  toStream(options?: IterateOptions): ReadableStream<T> {
    return toStream(this.source, options);
  }

  /** Profiles the pipeline: reads some elements and reports the time per stage. See {@link explain}. */
  explain(options?: ExplainOptions): Promise<Explanation> {
    return explain(this.source, options);
  }

  /**
   * Returns the stages with their sizes, one per line.
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

  /** Returns the label. */
  toString(): string {
    return this.label;
  }
}
