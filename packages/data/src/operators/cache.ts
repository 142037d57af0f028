import { CLOSED } from "../pass/pendingCloses.ts";
import { assertUpstream } from "../validate.ts";
import { SKIP, type Skip, settle, drain } from "../pass/maybeAsync.ts";
import { startOnTrunk } from "../random/branch.ts";
import { openParent, startAt } from "../pass/recipe.ts";
import type { Operator, Pass, Source, Start, State, Step } from "../source.ts";
import { DONE } from "../pass/done.ts";
import { DeliveryCount, readDelivered } from "../pass/deliveryCount.ts";

/** What the first whole pass read. */
interface Memory<T> {
  kept: readonly T[] | undefined;
}

/**
 * Keeps the elements in memory: the first whole pass fills the cache, later ones read it.
 *
 * All epochs give the elements of epoch 0, so what is random above is drawn once, and a resume finds the same. The
 * elements are given again, not copied: nothing below may change them in place. A pass that an element was an error in
 * fills nothing: the next one makes that element again. A pass that is resumed where the cache is empty reads the
 * upstream from the beginning.
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
  return (given) => {
    const upstream = assertUpstream("cache()", given);
    const label = `${upstream.label}.cache()`;
    const memory: Memory<T> = { kept: undefined };
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
  readonly #kept: readonly T[] | undefined;
  readonly #upstream: Pass<T> | undefined;
  readonly #telling: DeliveryCount;
  readonly #read: T[] = [];
  #over = false;
  #closing: Promise<void> | undefined;
  readonly #turn = (): Step<T> | Skip | Promise<Step<T> | Skip> => this.#once();
  readonly #receive = (step: Step<T>): Step<T> | Skip => this.#received(step);

  constructor(label: string, source: Source<T>, start: Start, memory: Memory<T>) {
    this.#memory = memory;
    this.#kept = memory.kept;
    const told = readDelivered(label, start.state);
    this.#telling = new DeliveryCount(told);
    if (this.#kept !== undefined) this.#telling.seek(told.at);
    else this.#upstream = openParent(source, startAt(start, { epoch: 0 }));
  }

  next(): Step<T> | Promise<Step<T>> {
    return drain(this.#turn);
  }

  #once(): Step<T> | Skip | Promise<Step<T> | Skip> {
    if (this.#over) return DONE;
    if (this.#upstream !== undefined) return settle(this.#upstream, this.#receive, this.#failed);
    const elements = this.#kept ?? [];
    const { position } = this.#telling;
    if (position >= elements.length) return DONE;
    this.#telling.countStep();
    return { done: false, value: elements[position] };
  }

  readonly #failed = (error: unknown): Skip => {
    this.#telling.countStep();
    if (this.#telling.countError()) return SKIP;
    throw error;
  };

  #received(step: Step<T>): Step<T> | Skip {
    if (this.#over) return DONE; // closed: an end that the upstream told is not the elements' end
    if (step.done === true) {
      this.#over = true;
      const whole = this.#read.length === this.#telling.position; // no element was an error
      if (whole) this.#memory.kept ??= this.#read;
      return DONE;
    }
    this.#telling.countStep();
    this.#read.push(step.value);
    return this.#telling.isRepeat ? SKIP : step;
  }

  state(): State {
    return this.#telling.delivered;
  }

  close(): Promise<void> {
    this.#over = true;
    return (this.#closing ??= this.#upstream?.close() ?? CLOSED);
  }
}
