/** The values of one weight, row by row, and its shape. */
export interface Weight {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/**
 * Weights by name, `layer/kind`: `stem_conv/kernel`.
 *
 * @example
 * ```ts
 * import { plan, weightShapes, type NamedWeights } from "@tensorloom/efficientnet";
 *
 * const shapes = weightShapes(plan("B0"), 1000);
 * const zeros: NamedWeights = new Map(
 *   shapes.map(([name, shape]) => [name, { data: new Float32Array(shape.reduce((a, b) => a * b)), shape }]),
 * );
 * zeros.get("predictions/kernel")?.shape; // => [1280, 1000]
 * ```
 */
export type NamedWeights = ReadonlyMap<string, Weight>;
