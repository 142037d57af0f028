/** An activation that a kernel can apply to its output before it is stored. */
export type Activation = "linear" | "relu" | "relu6" | "swish" | "sigmoid";

/**
 * The activations' numbers in assembly/simd/activation.ts.
 *
 * @example
 * ```ts
 * import { ACTIVATIONS } from "@tensorloom/backend/internal";
 *
 * "swish" in ACTIVATIONS; // => true
 * ```
 */
export const ACTIVATIONS: Readonly<Record<Activation, number>> = {
  linear: 0,
  relu: 1,
  relu6: 2,
  swish: 3,
  sigmoid: 4,
};
