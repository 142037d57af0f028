import type { StreamOptions, Streams } from "../random/streams.ts";
import type { Skip } from "./maybeAsync.ts";
import type { Memory } from "./stage.ts";

/** An element that a buffered stage holds, with its position in the upstream. */
export interface Buffered<A> {
  readonly element: A;
  readonly position: number;
}

/** What a buffered stage does in one pass: {@link bufferedStage} calls it. */
export interface BufferedWork<A, B> {
  /** Adds an element to the buffer. After a resume, held elements are pushed again, in the order of `held`. */
  readonly push: (held: Buffered<A>) => void;
  /** Returns an element, or `SKIP` to have one more pushed first. If the upstream has `ended`, `SKIP` ends the pass. */
  readonly pull: (ended: boolean) => B | Skip | PromiseLike<B | Skip>;
  /** Returns the elements in the buffer now. */
  readonly held: () => readonly Buffered<A>[];
}

/** Describes a stage that buffers elements: a shuffle buffer, a sliding window, groups that fill. */
export interface BufferedStage<A, B, M extends Memory> {
  /** The stage's own label: `window(3)`. */
  readonly label: string;
  /** The size, from the upstream's; default: unknown. */
  readonly size?: (upstream: number) => number | undefined;
  /** The functions that the elements depend on. See {@link Recipe}. */
  readonly functions?: readonly unknown[] | undefined;
  /** How many elements are pulled between two checkpoints of the upstream. A resume reads at most this many elements twice. */
  readonly checkpointEvery: number;
  /** Makes the memory that a pass keeps besides its buffer: plain JSON, without a field `epoch`. */
  readonly start: () => M;
  /** Which random numbers `work` draws; default: none. */
  readonly random?: StreamOptions | undefined;
  /** Makes the work of one pass. */
  readonly work: (memory: M, epoch: number, streams: Streams) => BufferedWork<A, B>;
}
