import { integer, oneOf } from "@tensorloom/core/internal";
import { layers, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { applied } from "./block.ts";
import type { InitialWeights } from "./kernelInitializers.ts";

/** How a network ends. */
export interface EndingOptions {
  /** Whether it ends in a classifier. Default true. */
  readonly top?: boolean;
  /** Outputs of the classifier. Default 1000. */
  readonly classes?: number;
  /** What the classifier makes of its outputs. Default `"softmax"`. */
  readonly activation?: "softmax" | "sigmoid" | "linear";
  /**
   * What a network without top gives: `"none"` features `[batch, height, width, channels]`, `"avg"` their mean and
   * `"max"` their maximum `[batch, channels]`. Default `"none"`; a classifier always stands on the mean.
   */
  readonly pooling?: "none" | "avg" | "max";
}

/** How a network ends, checked and whole. */
export interface Ending {
  readonly pooling: "none" | "avg" | "max";
  /** `undefined`: a network without top. */
  readonly classifier:
    { readonly units: number; readonly activation: "softmax" | "sigmoid" | "linear" } | undefined;
}

/** @throws RangeError or TypeError where an option is out of its range. */
export function ending({
  top = true,
  classes = 1000,
  activation = "softmax",
  pooling,
}: EndingOptions): Ending {
  if (!top)
    return {
      pooling: oneOf("buildEfficientNet: pooling", pooling ?? "none", ["none", "avg", "max"]),
      classifier: undefined,
    };
  return {
    pooling: oneOf("buildEfficientNet: pooling of a network with top", pooling ?? "avg", ["avg"]),
    classifier: {
      units: integer("buildEfficientNet: classes", classes, 1),
      activation: oneOf("buildEfficientNet: activation", activation, ["softmax", "sigmoid", "linear"]),
    },
  };
}

/** Puts an ending behind the last features. */
export function withEnding(
  x: SymbolicTensor,
  { pooling, classifier }: Ending,
  dropout: number,
  weights: InitialWeights,
): SymbolicTensor {
  let y = pooled(x, pooling);
  if (classifier === undefined) return y;
  if (dropout > 0) y = applied(layers.dropout({ name: "top_dropout", rate: dropout }), y);
  return applied(layers.dense({ name: "predictions", ...classifier, kernelInitializer: weights.dense() }), y);
}

function pooled(x: SymbolicTensor, pooling: Ending["pooling"]): SymbolicTensor {
  switch (pooling) {
    case "none":
      return x;
    case "avg":
      return applied(layers.globalAveragePooling2d({ name: "avg_pool", dataFormat: "channelsLast" }), x);
    case "max":
      return applied(layers.globalMaxPooling2d({ name: "max_pool", dataFormat: "channelsLast" }), x);
  }
}
