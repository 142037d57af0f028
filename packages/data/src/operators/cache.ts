import { CLOSED } from "../pass/pendingCloses.ts";
import { assertUpstream } from "../validate.ts";
import { SKIP, type Skip, settle, drain } from "../pass/maybeAsync.ts";
import { startOnTrunk } from "../random/branch.ts";
import { openParent, startAt } from "../pass/recipe.ts";
import type { Operator, Pass, Source, Start, State, Step } from "../source.ts";
import { DONE } from "../pass/done.ts";
import { DeliveryCount, readDelivered } from "../pass/deliveryCount.ts";

/** The elements of the first complete pass. */
interface Memory<T> {
  elements: readonly T[] | undefined;
}

/**
 * Caches the elements in memory during the first complete pass.
 *
 * Every epoch has the elements of epoch 0, so random stages before the cache draw only once, and a resumed pass finds
 * the same elements. They are delivered again without a copy: do not change them in place. A pass with an error does not
 * fill the cache, so the next one tries that element again. A pass that is resumed with an empty cache reads the upstream
 * from its start.
 *
 * @see tf.data.Dataset.cache
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 *
 * let decoded = 0;
 * const cached = range(3).map((x) => (decoded++, x * 2)).cache();
 * await cached.toArray(); // => [0, 2, 4]
 * await cached.toArray(); // => [0, 2, 4]
 * decoded; // => 3
 * ```
 */
export function cache<T>(): Operator<T, T> {
  return (source) => {
    const upstream = assertUpstream("cache()", source);
    const label = `${upstream.label}.cache()`;
    const memory: Memory<T> = { elements: undefined };
    return {
      label,
      size: upstream.size,
      parents: [upstream],
      random: { fixed: true },
      open: (start = {}) => new CachePass(label, upstream, startOnTrunk(start), memory),
    };
  };
}

class CachePass<T> implements Pass<T> {
  readonly #memory: Memory<T>;
  readonly #cached: readonly T[] | undefined;
  readonly #upstream: Pass<T> | undefined;
  readonly #delivered: DeliveryCount;
  readonly #read: T[] = [];
  #isDone = false;
  #closing: Promise<void> | undefined;
  readonly #step = (): Step<T> | Skip | Promise<Step<T> | Skip> => this.#advance();
  readonly #onStep = (step: Step<T>): Step<T> | Skip => this.#receive(step);

  constructor(label: string, source: Source<T>, start: Start, memory: Memory<T>) {
    this.#memory = memory;
    this.#cached = memory.elements;
    const delivered = readDelivered(label, start.state);
    this.#delivered = new DeliveryCount(delivered);
    if (this.#cached !== undefined) this.#delivered.seek(delivered.at);
    else this.#upstream = openParent(source, startAt(start, { epoch: 0 }));
  }

  next(): Step<T> | Promise<Step<T>> {
    return drain(this.#step);
  }

  #advance(): Step<T> | Skip | Promise<Step<T> | Skip> {
    if (this.#isDone) return DONE;
    if (this.#upstream !== undefined) return settle(this.#upstream, this.#onStep, this.#onError);
    const elements = this.#cached ?? [];
    const { position } = this.#delivered;
    if (position >= elements.length) return DONE;
    this.#delivered.countStep();
    return { done: false, value: elements[position] };
  }

  readonly #onError = (error: unknown): Skip => {
    this.#delivered.countStep();
    if (this.#delivered.countError()) return SKIP;
    throw error;
  };

  #receive(step: Step<T>): Step<T> | Skip {
    if (this.#isDone) return DONE; // closed: the end of a closed upstream is not the end of the elements
    if (step.done === true) {
      this.#isDone = true;
      const isComplete = this.#read.length === this.#delivered.position; // no element was an error
      if (isComplete) this.#memory.elements ??= this.#read;
      return DONE;
    }
    this.#delivered.countStep();
    this.#read.push(step.value);
    return this.#delivered.isRepeat ? SKIP : step;
  }

  state(): State {
    return this.#delivered.delivered;
  }

  close(): Promise<void> {
    this.#isDone = true;
    return (this.#closing ??= this.#upstream?.close() ?? CLOSED);
  }
}
