import { dispose, mul, type Scalar, sum, type Tensor, tensor, valueAndGrad } from "@tensorflow/tfjs-core";
import type { NDArray } from "@tensorloom/data";
import type { Batch } from "../batch.ts";
import { differentiate, type Lesson, regularized } from "../lesson.ts";
import type { Loss } from "../loss.ts";
import { meanLoss } from "../meanLoss.ts";
import { gathered, shareTensors } from "./answerShare.ts";
import type { TrainingPost } from "./post.ts";
import type { Share } from "./share.ts";
import { synchronized } from "./synchronized.ts";
import { shareMean } from "./weights.ts";

/** What replica 0 says of a batch's outputs. */
export interface Verdict {
  readonly loss: number;
  /** The loss's slope in each output. */
  readonly slopes: Float32Array;
}

/**
 * Learns from a share of a batch: each replica runs its rows forward; replica 0 judges the outputs of all rows, with
 * whatever loss, and hands out its slopes; each goes back from those of its rows, since `sum(outputs * slopes)` has the
 * gradients of the loss. Moving statistics become the mean over the rows.
 *
 * @param judge - On replica 0, which also adds the model's regularisation; the others have none.
 * @returns What this share taught: gradients of the whole batch's loss, to be summed over replicas.
 */
export function learnShare(
  post: TrainingPost,
  share: Share,
  judge?: (outputs: NDArray<Float32Array>) => Verdict,
): Lesson {
  const { communicator, model, trainable, moving } = post;
  let loss = 0;
  let outputs: NDArray<Float32Array> | undefined;
  function objective(own: Tensor): Scalar {
    outputs = gathered(post, share, own);
    const verdict = judge?.(outputs);
    const slopes = verdict?.slopes ?? new Float32Array(outputs.data.length);
    communicator.broadcast(slopes);
    const width = own.size / share.rows;
    const mine = share.ghost
      ? new Float32Array(own.size)
      : slopes.subarray(share.from * width, (share.from + share.rows) * width);
    const linear: Scalar = sum(mul(own, tensor(mine, own.shape)));
    if (verdict === undefined) return linear;
    const total = regularized(model, linear);
    loss = verdict.loss + (total.dataSync()[0] - linear.dataSync()[0]);
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

/** The loss of a whole batch and its slopes, of outputs that are numbers again. */
export function judged(loss: Loss, batch: Batch, { data, shape }: NDArray<Float32Array>): Verdict {
  const outputs = tensor(data, [...shape]);
  const { value, grad } = valueAndGrad((given: Tensor) => meanLoss(loss, batch, given))(outputs);
  const verdict = { loss: value.dataSync()[0], slopes: grad.dataSync<"float32">().slice() };
  dispose([outputs, value, grad]);
  return verdict;
}
