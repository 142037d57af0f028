/** The activations that a product or depthwise kernel can end with, by their number in assembly/finishRows.ts. */
export const ACTIVATIONS: Readonly<Record<string, number>> = { linear: 0, relu: 1, relu6: 2, swish: 3 };
