import type { Random } from "@tensorloom/core";
import type { Streams } from "../random/streams.ts";

/**
 * The second argument of a map function.
 *
 * It has the element's index and epoch, a signal, and random numbers.
 *
 * @example
 * ```ts
 * import { type MapContext, range } from "@tensorloom/data";
 *
 * const jitter = (x: number, { random, index }: MapContext) => [index, x + random.integer(3)];
 * const pass = range(4).map(jitter, { seed: 1 });
 * await pass.toArray(); // => await pass.map((pair) => pair).toArray()
 * ```
 */
export interface MapContext {
  /** The element's position in this pass, from 0. */
  readonly index: number;
  /** The pass's epoch. */
  readonly epoch: number;
  /** Aborted when the pass closes. Pass it to work that should not outlive the pass, such as a `fetch`. */
  readonly signal: AbortSignal;
  /**
   * Random numbers that depend only on the seed, the epoch, the index and the stage's position in the pipeline: they are
   * the same in any order, on any worker and after a resume.
   */
  readonly random: Random;
}

/** The part of a map context that all elements share. */
export class PassContext {
  readonly epoch: number;
  readonly #streams: Streams;
  #stream: Random | undefined;
  #controller: AbortController | undefined;
  #closed = false;

  constructor(streams: Streams, epoch: number) {
    this.#streams = streams;
    this.epoch = epoch;
  }

  /** The random numbers of one element. */
  random(index: number): Random {
    return (this.#stream ??= this.#streams(this.epoch)).fork(index);
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#closed) this.#controller.abort(); // first read after the pass was closed
    return this.#controller.signal;
  }

  /** Aborts the signal. */
  close(): void {
    this.#closed = true;
    this.#controller?.abort();
  }
}

/** A map context that makes its stream and signal on first use. */
export class ElementContext implements MapContext {
  readonly index: number;
  readonly #pass: PassContext;
  #random: Random | undefined;

  constructor(pass: PassContext, index: number) {
    this.#pass = pass;
    this.index = index;
  }

  get epoch(): number {
    return this.#pass.epoch;
  }

  get signal(): AbortSignal {
    return this.#pass.signal;
  }

  get random(): Random {
    return (this.#random ??= this.#pass.random(this.index));
  }
}
