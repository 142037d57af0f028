import {
  dispose,
  keep,
  mul,
  type NamedTensorMap,
  scalar,
  type Scalar,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
  zeros,
} from "@tensorflow/tfjs-core";
import { withMaskRows } from "@tensorloom/backend/internal";
import type { NDArray } from "@tensorloom/data";
import { addRegularization, type Logits } from "@tensorloom/graph/internal";
import type { Batch } from "../batch/batch.ts";
import { applyFinalActivation, type LogitsArray, toScores } from "../losses/logits.ts";
import type { Loss } from "../losses/loss.ts";
import { meanLoss } from "../losses/meanLoss.ts";
import { differentiate, type StepResult } from "../step/trainStep.ts";
import { type BatchShard, takeShard } from "./batchShard.ts";
import { allReduceMean } from "./broadcastWeights.ts";
import { allGatherOutputs, shardTensors } from "./predictShard.ts";
import type { TrainingReplicaContext } from "./replicaContext.ts";
import { withSyncBatchNorm } from "./syncBatchNorm.ts";

/** The loss of a whole batch and its gradients, as rank 0 computes them from the logits. */
export interface LossAndOutputGradients {
  readonly loss: number;
  /** The gradient of the loss with respect to each logit. */
  readonly outputGradients: Float32Array;
  readonly outputs: NDArray<Float32Array>;
}

/**
 * Runs the forward and backward pass of one shard.
 *
 * Every replica runs its rows forward and all-gathers the logits. The first replica of each process computes the loss of
 * all rows, with any loss function; that of rank 0 broadcasts its gradient with respect to the logits. Every replica then runs backward from the gradients
 * of its own rows: `sum(logits * outputGradients)` has the same gradients as the loss. Moving statistics become the mean
 * over the rows.
 *
 * @param computeLoss - On the first replica of each process; rank 0 also adds the model's regularisation.
 * @returns This shard's part of the gradients of the whole batch's loss: the sum over replicas is the gradient.
 */
export function trainShard(
  context: TrainingReplicaContext,
  shard: BatchShard,
  computeLoss?: (logits: LogitsArray) => LossAndOutputGradients,
): StepResult {
  const { communicator, model, trainable, moving } = context;
  let loss = 0;
  let outputs: NDArray<Float32Array> | undefined;
  function objective({ values: logits, activation }: Logits): Scalar {
    const values = allGatherOutputs(context, shard, logits);
    const computed = computeLoss?.({ values, activation });
    outputs = computed?.outputs ?? values; // only those of a process's first replica are used
    const outputGradients = computed?.outputGradients ?? new Float32Array(values.data.length);
    communicator.broadcast(outputGradients);
    const width = logits.size / shard.rows;
    const own = takeShard(shard, outputGradients, width);
    const linear: Scalar = sum(mul(logits, tensor(own, logits.shape)));
    if (computed === undefined) return linear;
    const total = addRegularization(model, linear);
    loss = computed.loss + (total === linear ? 0 : addRegularization(model, scalar(0)).dataSync()[0]);
    return communicator.rank === 0 ? total : linear;
  }
  const inputs = shardTensors("fit", shard);
  try {
    const { value, gradients } = withSyncBatchNorm(context, shard, () =>
      withMaskRows(shard, () => differentiate(model, trainable, inputs, objective)),
    );
    value.dispose();
    if (shard.padding) clear(gradients);
    allReduceMean(communicator, [...moving.values()], shard.padding ? 0 : shard.rows / shard.batchRows);
    if (outputs === undefined) throw new Error("the objective was never called"); // differentiate calls it
    return { loss, rows: shard.batchRows, outputs, gradients };
  } finally {
    dispose([...inputs]);
  }
}

/** Replaces gradients by zeros. */
function clear(gradients: NamedTensorMap): void {
  for (const [name, gradient] of Object.entries(gradients)) {
    gradients[name] = keep(zeros(gradient.shape));
    gradient.dispose();
  }
}

/** Computes the loss of a whole batch, and its gradients, from logits outside the tensors. */
export function lossAndOutputGradients(
  loss: Loss,
  batch: Batch,
  { values, activation }: LogitsArray,
): LossAndOutputGradients {
  const kept: Tensor[] = [];
  const logits = tensor(values.data, [...values.shape]);
  try {
    const { value, grad } = valueAndGrad((input: Tensor) => {
      const predictions = applyFinalActivation({ values: input, activation });
      kept.push(keep(toScores(loss, { values: input, activation }, predictions)));
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
