import { integer, oneOf } from "@tensorloom/core/internal";
import { layers, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { applyLayer } from "./block.ts";
import type { KernelInitializers } from "./kernelInitializers.ts";

/**
 * Options of the network's top.
 *
 * @inline
 */
export interface TopOptions {
  /** Whether the network ends in a classifier. Default true. */
  readonly top?: boolean | undefined;
  /** Outputs of the classifier. Default 1000. */
  readonly classes?: number | undefined;
  /** Activation of the classifier. Default `"softmax"`. */
  readonly activation?: "softmax" | "sigmoid" | "linear" | undefined;
  /**
   * Output of a network without top: `"none"` returns features `[batch, height, width, channels]`, `"avg"` their mean
   * and `"max"` their maximum `[batch, channels]`. Default `"none"`; a classifier always uses the mean.
   */
  readonly pooling?: "none" | "avg" | "max" | undefined;
}

/** The top as plain data, with checked options. */
export interface TopPlan {
  readonly pooling: "none" | "avg" | "max";
  /** Undefined if the network has no top. */
  readonly classifier:
    { readonly units: number; readonly activation: "softmax" | "sigmoid" | "linear" } | undefined;
}

/**
 * Plans the top from its options.
 *
 * @throws RangeError or TypeError if an option is invalid.
 */
export function planTop({
  top = true,
  classes = 1000,
  activation = "softmax",
  pooling,
}: TopOptions): TopPlan {
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

/** Adds pooling, dropout and classifier after the last features. */
export function addTop(
  x: SymbolicTensor,
  { pooling, classifier }: TopPlan,
  dropout: number,
  initializers: KernelInitializers,
): SymbolicTensor {
  let y = pool(x, pooling);
  if (classifier === undefined) return y;
  if (dropout > 0) y = applyLayer(layers.dropout({ name: "top_dropout", rate: dropout }), y);
  return applyLayer(
    layers.dense({ name: "predictions", ...classifier, kernelInitializer: initializers.dense() }),
    y,
  );
}

function pool(x: SymbolicTensor, pooling: TopPlan["pooling"]): SymbolicTensor {
  switch (pooling) {
    case "none":
      return x;
    case "avg":
      return applyLayer(layers.globalAveragePooling2d({ name: "avg_pool", dataFormat: "channelsLast" }), x);
    case "max":
      return applyLayer(layers.globalMaxPooling2d({ name: "max_pool", dataFormat: "channelsLast" }), x);
  }
}
