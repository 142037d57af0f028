/**
 * A loss as plain data: the losses of `@tensorloom/training`, with their options.
 *
 * `fromLogits` says that the model's outputs are logits. Without it, a cross-entropy still computes from the logits if the model
 * ends in sigmoid or softmax, and from clipped probabilities otherwise.
 */
export type LossSpec =
  | {
      readonly name: "binaryCrossEntropy";
      readonly labelSmoothing: number;
      readonly fromLogits: boolean;
    }
  | {
      readonly name: "binaryFocalCrossEntropy";
      readonly labelSmoothing: number;
      readonly gamma: number;
      /** Weight of the positive class; undefined: both classes weigh 1. */
      readonly alpha: number | undefined;
      readonly fromLogits: boolean;
    }
  | {
      readonly name: "categoricalCrossEntropy";
      readonly labelSmoothing: number;
      readonly fromLogits: boolean;
    }
  | { readonly name: "sparseCategoricalCrossEntropy"; readonly fromLogits: boolean }
  | { readonly name: "meanSquaredError" };
