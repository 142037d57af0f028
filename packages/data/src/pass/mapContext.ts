import type { Random } from "@tensorloom/core";
import type { Streams } from "../random/streams.ts";

/** What a transform is told beside its element. */
export interface MapContext {
  /** How many elements of this pass came before. */
  readonly index: number;
  /** The pass's epoch. */
  readonly epoch: number;
  /** Aborted when the pass closes: hand it to what should not outlive the pass, a `fetch` say. */
  readonly signal: AbortSignal;
  /**
   * Numbers of this stage alone, which depend on nothing but seed, epoch, index and the stage's place in the pipeline: the
   * same in any order, on any worker, after a resume.
   */
  readonly random: Random;
}

/** What the contexts of one pass share. */
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

  /** The numbers of one element. */
  random(index: number): Random {
    return (this.#stream ??= this.#streams(this.epoch)).fork(index);
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#closed) this.#controller.abort(); // asked for the first time when the pass was over
    return this.#controller.signal;
  }

  /** The pass is over. */
  close(): void {
    this.#closed = true;
    this.#controller?.abort();
  }
}

/** Makes its random stream and its signal when they are asked for: most transforms never ask. */
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
