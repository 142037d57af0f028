import type { Tensor } from "@tensorflow/tfjs-core";
import type { layers } from "@tensorflow/tfjs-layers";
import { batchNormalize, updateMovingMean } from "@tensorloom/backend/internal";
import type { FusedOp } from "../fusion/fusedOp.ts";

/** How a batch normalisation runs. */
interface NormalizeMode {
  /** Whether it normalises by the batch; otherwise by the moving statistics. */
  readonly training: boolean;
  /** Whether the batch moves the moving statistics. */
  readonly moves: boolean;
}

/** Executes a batch normalisation with the activation after it. */
export function normalizeOp(
  op: Extract<FusedOp, { kind: "normalization" }>,
  x: Tensor,
  { training, moves }: NormalizeMode,
): Tensor {
  const { layer, epsilon, momentum, activation } = op;
  const named = new Map(layer.weights.map((variable) => [variable.originalName.split("/").at(-1), variable]));
  const [mean, variance] = ["moving_mean", "moving_variance"].map((name) => named.get(name));
  if (mean === undefined || variance === undefined)
    throw new Error(`fuse: ${layer.name} has no moving statistics`);
  const [gamma, beta] = ["gamma", "beta"].map((name) => named.get(name));
  const affine = { gamma: gamma?.read(), beta: beta?.read(), epsilon, activation };
  if (!training) return batchNormalize(x, { ...affine, statistics: [mean.read(), variance.read()] }).y;
  const found = batchNormalize(x, affine);
  if (moves) {
    update(mean, found.mean, momentum);
    update(variance, found.variance, momentum);
  }
  return found.y;
}

/** moving = momentum * moving + (1 - momentum) * found. */
function update(moving: layers.Layer["weights"][number], found: Tensor, momentum: number): void {
  const after = updateMovingMean(moving.read(), found, momentum);
  moving.write(after);
  after.dispose();
}
