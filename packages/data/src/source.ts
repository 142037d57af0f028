/** Plain JSON: what a pass's place is written in. */
export type State = string | number | boolean | null | readonly State[] | { readonly [key: string]: State };

/** Random access by position: an array, or a file with an index. `undefined` past the end. */
export interface Indexed<T> {
  readonly length: number;
  at(index: number): T | Promise<T | undefined> | undefined;
}

/** Sees what happens in a pipeline: how `explain` measures it. */
export interface Instrumentation {
  /** Sees each pass that is opened, and may wrap it. */
  readonly wrapPass: <T>(source: Source<T>, wrapPass: Pass<T>) => Pass<T>;
  /** Sees each source that is reached by position, and may wrap its elements. */
  readonly wrapIndex: <T>(source: Source<T>, elements: Indexed<T>) => Indexed<T>;
  /** Sees the function that a stage calls with its elements, and may wrap it. */
  readonly wrapFunction: <A extends readonly unknown[], R>(
    label: string,
    wrapFunction: (...args: A) => R,
  ) => (...args: A) => R;
}

/**
 * The branches that lead from the reader of a pipeline up to a stage: a number for each stage that reads several
 * sources. Without `sides`, the sources of a `zip` count as one branch. `isFixed` says that what is drawn by it is the same
 * in every epoch.
 */
export type Branch = (sides: boolean, isFixed: boolean) => readonly number[];

/** What is random at one stage: how stages tell their streams apart, and what a split after it has to know. */
export interface Randomness {
  /** The kind of random numbers that the stage draws. Stages of one kind are numbered along a pipeline. */
  readonly draws?: string;
  /** Whether its order or choice is that of epoch 0 in every epoch. */
  readonly fixedOrder?: boolean;
  /** Whether its order or choice is another one in each epoch although nobody asked for it: a split of it would leak. */
  readonly reshuffles?: boolean;
  /** How often loops have begun to read from it: each is the next epoch. */
  readonly loops?: LoopCount;
  /** Whether what comes after it is the same in every epoch, as after a cache. */
  readonly fixed?: boolean;
  /** Whether its epoch was named: a loop does not count it on. */
  readonly named?: boolean;
}

/** How many loops have begun. Shared by all pipelines that read from one stage. */
export interface LoopCount {
  count: number;
  /** Whether no loop has changed anything yet, as at a `map` that has drawn no number: then it does not choose the epoch. */
  idle?: boolean;
}

/** Where a pass begins. */
export interface Start {
  /** A place that an earlier pass of the same recipe gave; default: the beginning. */
  readonly state?: State | undefined;
  /** Which epoch this pass is; default 0. Shuffles and random maps draw anew for each. Ignored where `state` is given. */
  readonly epoch?: number | undefined;
  /** Handed from each stage to the stages above it. */
  readonly instrumentation?: Instrumentation | undefined;
  /** Which branch of a pipeline is read; handed from each stage to the stages above it. Random stages draw by it. */
  readonly branch?: Branch | undefined;
  /** The stage further down that leaves out a part by position; handed up, so that inner sources are checked too. */
  readonly split?: string | undefined;
}

/** One step of a pass: an element, or the end. The same shape as an iterator's result. */
export type Step<T> = IteratorResult<T, undefined>;

/** One walk over a source. At most one `next()` is outstanding at a time. */
export interface Pass<T> {
  /** The next element: at once where everything above is synchronous, a promise where it is not. */
  next(): Step<T> | Promise<Step<T>>;
  /** Where the pass stands: restoring it with `open({ state })` gives exactly the elements not yet given. */
  state(): State;
  /** Ends the pass and every pass above it, once; a second call does nothing. */
  close(): Promise<void>;
}

/** An immutable recipe for elements. Only its passes have state. */
export interface Source<T> {
  /** The recipe in words: `range(10).batch(3)`. */
  readonly label: string;
  /** How many elements a pass gives: `undefined` where unknown, `Infinity` where endless. */
  readonly size: number | undefined;
  /** What this recipe reads from: for printing and for measuring. Absent at the head of a pipeline. */
  readonly parents?: readonly Source<unknown>[] | undefined;
  /** What the elements depend on beside the labels: functions, options, items. For caches on disk. */
  readonly fingerprint?: (() => string) | undefined;
  /** The elements of an epoch by position, where the recipe can reach them so: `shuffle` and `shard` use it. */
  readonly indexed?: (epoch: number, watch?: Instrumentation, branch?: Branch) => Indexed<T>;
  /** What is random at this stage; absent where nothing is. */
  readonly random?: Randomness | undefined;
  open(start?: Start): Pass<T>;
}

/** One stage of a pipeline. */
export type Operator<A, B> = (source: Source<A>) => Source<B>;
