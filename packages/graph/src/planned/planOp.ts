import type { Tensor, TensorInfo } from "@tensorflow/tfjs-core";
import type { layers } from "@tensorflow/tfjs-layers";
import type { PlannedKernels } from "@tensorloom/backend/internal";
import { type NormalizationWeights, normalizationWeights } from "../execute/normalizeOp.ts";
import type { FusedOp } from "../fusion/fusedOp.ts";

/** Layers that a prediction passes through, at most with another shape. */
const VIEWS = new Set([
  "Flatten",
  "Reshape",
  "Dropout",
  "SpatialDropout1D",
  "GaussianNoise",
  "GaussianDropout",
]);

/** Whether an operation can be planned for values of these shapes, all with `images` in their first dimension. */
export function canPlan(
  op: FusedOp,
  inputs: readonly (readonly number[])[],
  output: readonly number[],
): boolean {
  const images = output[0];
  if (images === 0 || inputs.some((shape) => shape[0] !== images || shape.length === 0)) return false;
  switch (op.kind) {
    case "layer":
      return (
        VIEWS.has(op.layer.getClassName()) && inputs.length === 1 && sizeOf(inputs[0]) === sizeOf(output)
      );
    case "sum":
      return inputs.every((shape) => String(shape) === String(inputs[0]));
    case "imageMeans":
    case "squeezeExcite":
      return inputs[0].length === 4;
    case "convolution":
    case "normalization":
    case "normalizedDepthwise":
    case "dropout":
      return true;
  }
}

/** Whether an operation computes anything. */
export function isView({ kind }: FusedOp): boolean {
  return kind === "layer" || kind === "dropout";
}

/** Plans an operation that {@link canPlan}: the same kernels as `executeOp` runs for a prediction. */
export function planOp(
  kernels: PlannedKernels,
  op: FusedOp,
  inputs: readonly TensorInfo[],
  output: readonly number[],
): TensorInfo {
  const [x] = inputs;
  switch (op.kind) {
    case "convolution": {
      const { layer, strides, pad, depthwise, epilogue } = op;
      const filter = weight(layer, 0);
      const bias = epilogue?.useBias === true ? { bias: weight(layer, 1) } : {};
      const activation = epilogue?.activation ?? "linear";
      return kernels.convolution({ x, filter, ...bias }, { strides, pad, depthwise, activation });
    }
    case "normalization":
    case "normalizedDepthwise": {
      const { epsilon, activation } = op;
      const by = statistics(normalizationWeights(op.layer));
      if (op.kind === "normalization") return kernels.normalize(x, by, { epsilon, activation });
      const { layer, strides, pad } = op.convolution;
      return kernels.normalizedDepthwise({ x, filter: weight(layer, 0) }, by, {
        epsilon,
        activation,
        strides,
        pad,
      });
    }
    case "squeezeExcite": {
      const [reduce, expand] = [op.reduce, op.expand].map((layer) => ({
        kernel: weight(layer, 0),
        bias: weight(layer, 1),
      }));
      const project = op.project === undefined ? {} : { project: weight(op.project, 0) };
      const [reduceActivation, expandActivation] = op.activations;
      return kernels.squeezeExcite(x, { reduce, expand, ...project }, { reduceActivation, expandActivation });
    }
    case "imageMeans":
      return kernels.imageMeans(x);
    case "sum":
      return kernels.sum(inputs);
    case "layer":
    case "dropout":
      return kernels.view(x, output);
  }
}

function weight(layer: layers.Layer, at: number): Tensor {
  return layer.weights[at].read();
}

function statistics({ mean, variance, gamma, beta }: NormalizationWeights): {
  readonly [name in keyof NormalizationWeights]: Tensor | undefined;
} & Readonly<Record<"mean" | "variance", Tensor>> {
  return { mean: mean.read(), variance: variance.read(), gamma: gamma?.read(), beta: beta?.read() };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}
