import type { Closable } from "../pass/pendingCloses.ts";
import type { Tuner } from "./tuner.ts";

/** The work of a parallel map in one pass. */
export interface ParallelWork<A, B> extends Closable {
  /** Maps an element; `index` is its position in this pass. It is not called after the pass is closed. */
  readonly next: (element: A, index: number) => B | PromiseLike<B>;
}

/** Options of {@link ParallelMapPass}. */
export interface ParallelMapOptions<A, B> {
  /** The label of the stage and its upstream, for errors. */
  readonly label: string;
  /** How many elements may be in flight, or ready and not yet requested. */
  readonly limit: () => number;
  /** Whether results keep the upstream's order, or are delivered as they become ready. */
  readonly ordered: boolean;
  /** Makes the work of a pass. */
  readonly work: (epoch: number) => ParallelWork<A, B>;
  /** Observes the pass, to find a better limit. */
  readonly tuner?: Pick<Tuner, "onStarved" | "onDelivered"> | undefined;
}
