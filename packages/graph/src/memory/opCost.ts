/** A tensor of a network by number. */
export type TensorNumber = number;

/** What one step of training takes of memory where: plain data. All sizes in bytes. */
export interface OpCost {
  readonly inputs: readonly TensorNumber[];
  readonly output: TensorNumber;
  /** Tensors that are kept for the way back. */
  readonly savedTensors: readonly TensorNumber[];
  /** What else is kept for the way back. */
  readonly savedBytes: number;
  /** What is held only while the step runs, in either direction. */
  readonly scratch: number;
  /** The gradients of its weights. */
  readonly weightGradients: number;
  /** Multiplications, about. */
  readonly work: number;
  /** Whether what it kept, and the gradient that it was given, are let go as soon as it has been passed on the way back. */
  readonly releasesEarly: boolean;
  /** Whether its inputs' gradients are the one that it was given: a sum's are. */
  readonly aliasesGradient: boolean;
  /** Whether a second run gives the same and changes nothing. */
  readonly repeatable: boolean;
  /** The steps of a model inside, or of a stretch that is computed again. */
  readonly inner?: { readonly steps: readonly OpCost[]; readonly again: boolean };
}

/** A network for inputs of one size. */
export interface GraphCosts {
  /** The size of each tensor. */
  readonly tensors: readonly number[];
  readonly inputs: readonly TensorNumber[];
  readonly outputs: readonly TensorNumber[];
  readonly ops: readonly OpCost[];
  /** All weights, and those that are trained. */
  readonly weights: { readonly all: number; readonly trained: number };
}
