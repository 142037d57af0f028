import type { StreamOptions, Streams } from "../random/streams.ts";
import type { Skip } from "./maybeAsync.ts";
import type { Memory } from "./stage.ts";

/**
 * An element in a stage's buffer, with its position in the upstream.
 *
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 * import { type Buffered, bufferedStage, SKIP } from "@tensorloom/data/operator";
 *
 * const largestFirst = bufferedStage<number, number, Record<string, never>>({
 *   label: "largestFirst()",
 *   checkpointEvery: 16,
 *   start: () => ({}),
 *   work() {
 *     let heap: Buffered<number>[] = [];
 *     return {
 *       push: (held) => void (heap = [...heap, held].sort((a, b) => a.element - b.element)),
 *       pull: (ended) => (ended ? (heap.pop()?.element ?? SKIP) : SKIP),
 *       held: () => heap,
 *     };
 *   },
 * });
 * await range(4).map((x) => (x * 3) % 4).apply(largestFirst).toArray(); // => [3, 2, 1, 0]
 * ```
 */
export interface Buffered<A> {
  readonly element: A;
  readonly position: number;
}

/**
 * The work of a buffered stage in one pass.
 *
 * {@link bufferedStage} calls it.
 *
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 * import { type Buffered, type BufferedWork, bufferedStage, SKIP } from "@tensorloom/data/operator";
 *
 * function reversed(): BufferedWork<number, number> {
 *   const buffer: Buffered<number>[] = [];
 *   return {
 *     push: (held) => void buffer.push(held),
 *     pull: (ended) => (ended ? (buffer.pop()?.element ?? SKIP) : SKIP),
 *     held: () => buffer,
 *   };
 * }
 * const reverse = bufferedStage({ label: "reverse()", checkpointEvery: 16, start: () => ({}), work: reversed });
 * await range(3).apply(reverse).toArray(); // => [2, 1, 0]
 * ```
 */
export interface BufferedWork<A, B> {
  /** Adds an element to the buffer. After a resume, held elements are pushed again, in the order of `held`. */
  readonly push: (held: Buffered<A>) => void;
  /** Returns an element, or `SKIP` to have one more pushed first. If the upstream has `ended`, `SKIP` ends the pass. */
  readonly pull: (ended: boolean) => B | Skip | PromiseLike<B | Skip>;
  /** Returns the elements in the buffer now. */
  readonly held: () => readonly Buffered<A>[];
}

/**
 * Describes a stage that buffers elements, for {@link bufferedStage}.
 *
 * A shuffle buffer, a sliding window and groups that fill are such stages.
 *
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 * import { type Buffered, type BufferedStage, bufferedStage, SKIP } from "@tensorloom/data/operator";
 *
 * const pairs: BufferedStage<number, number[], Record<string, never>> = {
 *   label: "pairs()",
 *   checkpointEvery: 2,
 *   start: () => ({}),
 *   work() {
 *     const buffer: Buffered<number>[] = [];
 *     return {
 *       push: (held) => void buffer.push(held),
 *       pull: () => (buffer.length < 2 ? SKIP : buffer.splice(0).map(({ element }) => element)),
 *       held: () => buffer,
 *     };
 *   },
 * };
 * await range(5).apply(bufferedStage(pairs)).toArray(); // => [[0, 1], [2, 3]]
 * ```
 */
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
