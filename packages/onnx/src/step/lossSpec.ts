/** A loss as plain data: the losses of `@tensorloom/training`, with their options. */
export type LossSpec =
  | { readonly name: "binaryCrossEntropy"; readonly labelSmoothing: number }
  | {
      readonly name: "binaryFocalCrossEntropy";
      readonly labelSmoothing: number;
      readonly gamma: number;
      /** Weight of the positive class; undefined: both classes weigh 1. */
      readonly alpha: number | undefined;
    }
  | { readonly name: "categoricalCrossEntropy"; readonly labelSmoothing: number }
  | { readonly name: "sparseCategoricalCrossEntropy" }
  | { readonly name: "meanSquaredError" };
