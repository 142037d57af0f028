import { type Random, random } from "@tensorloom/core";

/** What a transform is told beside its element. */
export interface MapContext {
  /** How many elements of this pass came before. */
  readonly index: number;
  /** The pass's epoch. */
  readonly epoch: number;
  /** Numbers that depend on (seed, epoch, index) alone: the same in any order, on any worker, after a resume. */
  readonly random: Random;
}

/** Makes its random stream when it is asked for: most transforms never ask. */
export class Context implements MapContext {
  readonly index: number;
  readonly epoch: number;
  readonly #seed: number;
  #random: Random | undefined;

  constructor(seed: number, epoch: number, index: number) {
    this.#seed = seed;
    this.epoch = epoch;
    this.index = index;
  }

  get random(): Random {
    return (this.#random ??= random(this.#seed, this.epoch, this.index));
  }
}
