/**
 * The values of one weight, row by row, and its shape.
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { loadWeights, type Weight } from "@tensorloom/efficientnet";
 *
 * const kernel: Weight = { data: Float32Array.of(0.5, 2), shape: [2, 1] }; // from two inputs to one unit
 * const head = layers.dense({ name: "head", units: 1, inputShape: [2], useBias: false });
 * loadWeights(sequential({ layers: [head] }), new Map([["head/kernel", kernel]]));
 * head.getWeights()[0].shape; // => [2, 1]
 * ```
 */
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
