import { shapeText, sizeOf } from "@tensorloom/core/internal";
import { mean, mul, type Scalar, type Tensor } from "@tensorflow/tfjs-core";
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
  if (sizeOf(weights.shape) !== rows.size) {
    throw new RangeError(
      `${loss.name}: weights must be one per row, [${String(rows.size)}], got shape ${shapeText(weights.shape)}`,
    );
  }
  return mean<Scalar>(mul(rows, toTensor(`${loss.name}: weights`, weights, rows.shape)));
}
