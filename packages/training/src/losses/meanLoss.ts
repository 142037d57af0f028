import { shapeText, sizeOf } from "@tensorloom/core/internal";
import { mean, mul, type Scalar, type Tensor } from "@tensorflow/tfjs-core";
import type { NDArray } from "@tensorloom/data";
import { type Batch, toTensor } from "../batch/batch.ts";
import { matchTargetShape, type Loss } from "./loss.ts";

/**
 * The mean of a batch's losses over its rows, each multiplied by its weight. Runs in a tidy.
 *
 * As in Keras, the sum is divided by the number of rows, not by the sum of the weights.
 */
export function meanLoss(loss: Loss, { targets, weights }: Batch, outputs: Tensor): Scalar {
  const wanted = matchTargetShape(loss, targets, outputs.shape);
  const rows = loss.compute(
    toTensor(`${loss.name}: targets`, { data: targets.data, shape: wanted }),
    outputs,
  );
  if (weights === undefined) return mean<Scalar>(rows);
  checkRowWeights(loss, weights, rows.size);
  return mean<Scalar>(mul(rows, toTensor(`${loss.name}: weights`, weights, rows.shape)));
}

/** @throws RangeError if there is not one weight for each of the numbers that the loss makes. */
export function checkRowWeights({ name }: Loss, { shape }: NDArray, rows: number): void {
  if (sizeOf(shape) === rows) return;
  throw new RangeError(
    `${name}: weights must be one per row, [${String(rows)}], got shape ${shapeText(shape)}`,
  );
}
