import type { Tensor, Tensor4D } from "@tensorflow/tfjs-core";
import type { layers } from "@tensorflow/tfjs-layers";
import {
  batchNormalize,
  type BatchNormalizeOptions,
  moveStatistics,
  type Normalized,
  normalizeDepthwise,
  updateMovingStatistics,
} from "@tensorloom/backend/internal";
import type { FusedOp } from "../fusion/fusedOp.ts";

type LayerVariable = layers.Layer["weights"][number];

/** The weights of a batch normalisation. */
export interface NormalizationWeights {
  readonly mean: LayerVariable;
  readonly variance: LayerVariable;
  readonly gamma: LayerVariable | undefined;
  readonly beta: LayerVariable | undefined;
}

/** The weights of a batch normalisation by their names. */
export function normalizationWeights(layer: layers.Layer): NormalizationWeights {
  const named = new Map(layer.weights.map((variable) => [variable.originalName.split("/").at(-1), variable]));
  const [mean, variance] = ["moving_mean", "moving_variance"].map((name) => named.get(name));
  if (mean === undefined || variance === undefined)
    throw new Error(`fuse: ${layer.name} has no moving statistics`);
  return { mean, variance, gamma: named.get("gamma"), beta: named.get("beta") };
}

/** How a batch normalisation runs. */
interface NormalizeMode {
  /** Whether it normalises by the batch; otherwise by the moving statistics. */
  readonly training: boolean;
  /** Whether the batch moves the moving statistics. */
  readonly moves: boolean;
}

/** Executes a batch normalisation with the activation after it, and the depthwise convolution that reads it, if there is one. */
export function normalizeOp(
  op: Extract<FusedOp, { kind: "normalization" | "normalizedDepthwise" }>,
  x: Tensor,
  { training, moves }: NormalizeMode,
): Tensor {
  const { layer, epsilon, momentum, activation } = op;
  const { mean, variance, gamma, beta } = normalizationWeights(layer);
  const affine = { gamma: gamma?.read(), beta: beta?.read(), epsilon, activation };
  const run = (more: Pick<BatchNormalizeOptions, "statistics">): Normalized => {
    if (op.kind === "normalization") return batchNormalize(x, { ...affine, ...more });
    const { layer: depthwise, strides, pad } = op.convolution;
    const filter = depthwise.weights[0].read() as Tensor4D; // of a depthwise convolution
    return normalizeDepthwise(x, filter, { ...affine, ...more, strides, pad });
  };
  if (!training) return run({ statistics: [mean.read(), variance.read()] }).y;
  const found = run({});
  if (moves) {
    const moving = { mean: mean.read(), variance: variance.read() };
    if (!moveStatistics(moving, found, momentum)) {
      const [movedMean, movedVariance] = updateMovingStatistics(moving, found, momentum);
      write(mean, movedMean);
      write(variance, movedVariance);
    }
  }
  return found.y;
}

function write(weight: LayerVariable, value: Tensor): void {
  weight.write(value);
  value.dispose();
}
