import {
  dispose,
  keep,
  mul,
  scalar,
  type Scalar,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
} from "@tensorflow/tfjs-core";
import type { Logits } from "@tensorloom/graph/internal";
import type { NDArray } from "@tensorloom/data";
import type { Batch } from "../batch/batch.ts";
import { differentiate, type StepResult, addRegularization } from "../step/trainStep.ts";
import type { Loss } from "../losses/loss.ts";
import { meanLoss } from "../losses/meanLoss.ts";
import { type LogitsArray, applyFinalActivation, toScores } from "../losses/logits.ts";
import { allGatherOutputs, shardTensors } from "./predictShard.ts";
import type { TrainingReplicaContext } from "./replicaContext.ts";
import type { BatchShard } from "./batchShard.ts";
import { withSyncBatchNorm } from "./syncBatchNorm.ts";
import { allReduceMean } from "./broadcastWeights.ts";

/** What replica 0 says of a batch's logits. */
export interface LossAndOutputGradients {
  readonly loss: number;
  /** The loss's slope in each logit. */
  readonly outputGradients: Float32Array;
  readonly outputs: NDArray<Float32Array>;
}

/**
 * Learns from a share of a batch: each replica runs its rows forward; replica 0 judges the logits of all rows, with
 * whatever loss, and hands out its slopes; each goes back from those of its rows, since `sum(logits * slopes)` has the
 * gradients of the loss. Moving statistics become the mean over the rows.
 *
 * @param judge - On replica 0, which also adds the model's regularisation; the others have none.
 * @returns What this share taught: gradients of the whole batch's loss, to be summed over replicas.
 */
export function trainShard(
  post: TrainingReplicaContext,
  share: BatchShard,
  judge?: (logits: LogitsArray) => LossAndOutputGradients,
): StepResult {
  const { communicator, model, trainable, moving } = post;
  let loss = 0;
  let outputs: NDArray<Float32Array> | undefined;
  function objective({ values: own, activation }: Logits): Scalar {
    const values = allGatherOutputs(post, share, own);
    const verdict = judge?.({ values, activation });
    outputs = verdict?.outputs ?? values; // the others' go nowhere
    const slopes = verdict?.outputGradients ?? new Float32Array(values.data.length);
    communicator.broadcast(slopes);
    const width = own.size / share.rows;
    const mine = share.padding
      ? new Float32Array(own.size)
      : slopes.subarray(share.start * width, (share.start + share.rows) * width);
    const linear: Scalar = sum(mul(own, tensor(mine, own.shape)));
    if (verdict === undefined) return linear;
    const total = addRegularization(model, linear);
    loss = verdict.loss + (total === linear ? 0 : addRegularization(model, scalar(0)).dataSync()[0]);
    return total;
  }
  const inputs = shardTensors("fit", share);
  try {
    const { value, gradients } = withSyncBatchNorm(post, share, () =>
      differentiate(model, trainable, inputs, objective),
    );
    value.dispose();
    if (share.padding) dispose(gradients);
    allReduceMean(communicator, [...moving.values()], share.padding ? 0 : share.rows / share.batchRows);
    if (outputs === undefined) throw new Error("the objective was not asked for"); // differentiate calls it
    return { loss, rows: share.batchRows, outputs, gradients: share.padding ? {} : gradients };
  } finally {
    dispose([...inputs]);
  }
}

/** The loss of a whole batch and its slopes, of logits that are numbers again. */
export function lossAndOutputGradients(
  loss: Loss,
  batch: Batch,
  { values, activation }: LogitsArray,
): LossAndOutputGradients {
  const kept: Tensor[] = [];
  const logits = tensor(values.data, [...values.shape]);
  try {
    const { value, grad } = valueAndGrad((given: Tensor) => {
      const predictions = applyFinalActivation({ values: given, activation });
      kept.push(keep(toScores(loss, { values: given, activation }, predictions)));
      return meanLoss(loss, batch, predictions);
    })(logits);
    kept.push(value, grad);
    const [data, lossOfBatch, outputGradients] = [kept[0], value, grad].map((one) =>
      one.dataSync<"float32">().slice(),
    );
    return { loss: lossOfBatch[0], outputGradients, outputs: { data, shape: values.shape } };
  } finally {
    dispose([logits, ...kept]);
  }
}
