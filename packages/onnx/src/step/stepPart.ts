import type { NetOp } from "../net/net.ts";
import type { MaskInput, StatisticsOutput } from "./trainGraph.ts";
import type { StepContext } from "./stepContext.ts";

/** What the parts of a step declare beside tensors. */
export interface StepParts {
  readonly context: StepContext;
  /** Declares a dropout mask, and returns its input's name. */
  mask(op: Extract<NetOp, { kind: "dropout" }>): string;
  /** Declares the batch statistics of a batch normalisation: `[channels]` each. */
  statistics(op: Extract<NetOp, { kind: "normalization" }>, mean: string, variance: string): void;
  readonly masks: readonly MaskInput[];
  readonly moved: readonly StatisticsOutput[];
}

/**
 * One part of a train step: an operation, or several that are computed together.
 *
 * Building the forward pass returns what builds the backward pass. That takes the gradient of the part's output and adds those of
 * its inputs, as far as they are needed, and of its weights.
 */
export type StepPart = (parts: StepParts) => () => void;
