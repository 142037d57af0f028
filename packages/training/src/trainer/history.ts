import type { EpochEnd } from "../callbacks/callback.ts";

/** What a run did. */
export interface History {
  /** One entry an epoch. */
  readonly epochs: readonly EpochEnd[];
  /** Steps in all. */
  readonly steps: number;
  /** Why it ended early; `undefined` where all epochs were run. */
  readonly stopped: string | undefined;
}
