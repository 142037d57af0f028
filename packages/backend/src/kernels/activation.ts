/** What a kernel can end with. */
export type Activation = "linear" | "relu" | "relu6" | "swish" | "sigmoid";

/** Their numbers in assembly/activation.ts. */
export const ACTIVATIONS: Readonly<Record<Activation, number>> = {
  linear: 0,
  relu: 1,
  relu6: 2,
  swish: 3,
  sigmoid: 4,
};
