/**
 * The path from the end of a pipeline to a stage. It has one number per stage that reads several sources.
 *
 * Without `sides`, the sources of a `zip` count as one branch. `isFixed` states that the caller draws the same numbers
 * in every epoch.
 *
 * @inline
 */
export type Branch = (sides: boolean, isFixed: boolean) => readonly number[];

/**
 * What is random at one stage. It keeps the streams of stages apart, and lets a later split check its input.
 *
 * @inline
 */
export interface Randomness {
  /** The kind of random numbers that the stage draws. Stages of one kind are numbered along the pipeline. */
  readonly draws?: string | undefined;
  /** Whether its order or choice is the same in every epoch. */
  readonly fixedOrder?: boolean | undefined;
  /** Whether its order or choice differs in each epoch by default: a split after it would leak. */
  readonly reshuffles?: boolean | undefined;
  /** How many loops have started to read from it: each is the next epoch. */
  readonly loops?: LoopCount | undefined;
  /** Whether its elements are the same in every epoch, as after a cache. */
  readonly fixed?: boolean | undefined;
  /** Whether its epoch was set explicitly: a loop does not advance it. */
  readonly named?: boolean | undefined;
}

/**
 * How many loops have started. Shared by all pipelines that read from one stage.
 *
 * @inline
 */
export interface LoopCount {
  count: number;
  /** Whether no loop has drawn a number yet, as in a `map` without random numbers: then it does not choose the epoch. */
  idle?: boolean | undefined;
}
