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
import { differentiate, type Lesson, regularized } from "../step/trainStep.ts";
import type { Loss } from "../losses/loss.ts";
import { meanLoss } from "../losses/meanLoss.ts";
import { type LogitsArray, predictionsOf, scoresOf } from "../losses/logits.ts";
import { gathered, shareTensors } from "./predictShard.ts";
import type { TrainingPost } from "./replicaContext.ts";
import type { Share } from "./batchShard.ts";
import { synchronized } from "./syncBatchNorm.ts";
import { shareMean } from "./broadcastWeights.ts";

/** What replica 0 says of a batch's logits. */
export interface Verdict {
  readonly loss: number;
  /** The loss's slope in each logit. */
  readonly slopes: Float32Array;
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
export function learnShare(
  post: TrainingPost,
  share: Share,
  judge?: (logits: LogitsArray) => Verdict,
): Lesson {
  const { communicator, model, trainable, moving } = post;
  let loss = 0;
  let outputs: NDArray<Float32Array> | undefined;
  function objective({ values: own, activation }: Logits): Scalar {
    const values = gathered(post, share, own);
    const verdict = judge?.({ values, activation });
    outputs = verdict?.outputs ?? values; // the others' go nowhere
    const slopes = verdict?.slopes ?? new Float32Array(values.data.length);
    communicator.broadcast(slopes);
    const width = own.size / share.rows;
    const mine = share.ghost
      ? new Float32Array(own.size)
      : slopes.subarray(share.from * width, (share.from + share.rows) * width);
    const linear: Scalar = sum(mul(own, tensor(mine, own.shape)));
    if (verdict === undefined) return linear;
    const total = regularized(model, linear);
    loss = verdict.loss + (total === linear ? 0 : regularized(model, scalar(0)).dataSync()[0]);
    return total;
  }
  const inputs = shareTensors("fit", share);
  try {
    const { value, gradients } = synchronized(post, share, () =>
      differentiate(model, trainable, inputs, objective),
    );
    value.dispose();
    if (share.ghost) dispose(gradients);
    shareMean(communicator, [...moving.values()], share.ghost ? 0 : share.rows / share.of);
    if (outputs === undefined) throw new Error("the objective was not asked for"); // differentiate calls it
    return { loss, rows: share.of, outputs, gradients: share.ghost ? {} : gradients };
  } finally {
    dispose([...inputs]);
  }
}

/** The loss of a whole batch and its slopes, of logits that are numbers again. */
export function judged(loss: Loss, batch: Batch, { values, activation }: LogitsArray): Verdict {
  const kept: Tensor[] = [];
  const logits = tensor(values.data, [...values.shape]);
  try {
    const { value, grad } = valueAndGrad((given: Tensor) => {
      const predictions = predictionsOf({ values: given, activation });
      kept.push(keep(scoresOf(loss, { values: given, activation }, predictions)));
      return meanLoss(loss, batch, predictions);
    })(logits);
    kept.push(value, grad);
    const [data, lossOfBatch, slopes] = [kept[0], value, grad].map((one) =>
      one.dataSync<"float32">().slice(),
    );
    return { loss: lossOfBatch[0], slopes, outputs: { data, shape: values.shape } };
  } finally {
    dispose([logits, ...kept]);
  }
}
