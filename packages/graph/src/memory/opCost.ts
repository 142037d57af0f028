/** A tensor of a graph by number. */
export type TensorNumber = number;

/** What one operation of a train step costs in memory. Sizes are in bytes. */
export interface OpCost {
  readonly inputs: readonly TensorNumber[];
  readonly output: TensorNumber;
  /** Tensors that are stored for the backward pass. */
  readonly savedTensors: readonly TensorNumber[];
  /** Bytes that are stored for the backward pass besides these tensors. */
  readonly savedBytes: number;
  /** Memory that is held only while the operation runs, in either direction. */
  readonly scratchBytes: number;
  /** The gradients of its weights. */
  readonly weightGradientBytes: number;
  /** An approximate count. */
  readonly multiplications: number;
  /** Whether saved tensors and the gradient of the output are released as soon as the backward pass has used them. */
  readonly releasesEarly: boolean;
  /** Whether the gradients of its inputs are the gradient of its output, as those of a sum are. */
  readonly aliasesGradient: boolean;
  /** Whether a second execution computes the same and changes nothing. */
  readonly repeatable: boolean;
  /** The operations of a model inside, or of a segment that is recomputed. */
  readonly inner?: { readonly ops: readonly OpCost[]; readonly recomputed: boolean };
}

/** What a graph costs in memory for inputs of one size. */
export interface GraphCosts {
  /** The size of each tensor. */
  readonly tensors: readonly number[];
  readonly inputs: readonly TensorNumber[];
  readonly outputs: readonly TensorNumber[];
  readonly ops: readonly OpCost[];
  /** All weights, and those that are trained. */
  readonly weights: { readonly all: number; readonly trained: number };
}
