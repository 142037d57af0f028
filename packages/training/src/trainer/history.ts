import type { EpochEnd } from "../callbacks/callback.ts";

/** The result of a training run. */
export interface History {
  /** One entry per epoch. */
  readonly epochs: readonly EpochEnd[];
  /** Number of train steps. */
  readonly steps: number;
  /** Why the run stopped early; `undefined` if all epochs were run. */
  readonly stopped: string | undefined;
}
