import type { NetOp, NetOpOf } from "../net/net.ts";
import type { StepContext } from "./stepContext.ts";

/** What the parts of a step declare beside tensors. */
export interface StepParts {
  readonly context: StepContext;
  /** Declares a dropout mask, and returns its input's name. It has the shape that the layers model draws. */
  mask(op: NetOpOf<"dropout">): string;
  /** Declares the batch statistics of a batch normalisation: `[channels]` each. */
  statistics(op: NetOpOf<"normalization">, mean: string, variance: string): void;
}

/**
 * One part of a train step: an operation, or several that are computed together.
 *
 * Building the forward pass returns what builds the backward pass. That takes the gradient of the part's output and adds those of
 * its inputs, as far as they are needed, and of its weights.
 */
export type StepPart = (parts: StepParts) => () => void;

/** Writes one operation, and returns what writes its gradients from that of its output. */
export type OpWriter<Kind extends NetOp["kind"]> = (
  op: NetOpOf<Kind>,
  parts: StepParts,
) => (dy: string) => void;
