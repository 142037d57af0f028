import { dispose, type Tensor } from "@tensorflow/tfjs-core";
import { floatsOf } from "@tensorloom/backend";
import type { NDArray } from "@tensorloom/data";
import { toTensor } from "../batch/batch.ts";
import { keepLogits, type LogitsArray } from "../losses/logits.ts";
import { forward, forwardToLogits } from "../step/forward.ts";
import { type BatchShard, putShard } from "./batchShard.ts";
import type { ReplicaContext } from "./replicaContext.ts";

/** Whether replicas return the model's outputs, or the logits before its final activation. */
export type OutputKind = "outputs" | "logits";

/** Predicts a shard in inference mode; every replica gets the outputs or logits of the whole batch. */
export function predictShard(
  caller: string,
  context: ReplicaContext,
  shard: BatchShard,
  kind: OutputKind,
): LogitsArray {
  const inputs = shardTensors(caller, shard);
  let outputs: Tensor | undefined;
  try {
    const { values, activation } = keepLogits(() =>
      kind === "logits"
        ? forwardToLogits(caller, context.model, inputs, false)
        : { values: forward(caller, context.model, inputs, false), activation: undefined },
    );
    outputs = values;
    return { values: allGatherOutputs(context, shard, values), activation };
  } finally {
    outputs?.dispose();
    dispose([...inputs]);
  }
}

/** Converts a shard's inputs to tensors, which the caller disposes. */
export function shardTensors(caller: string, { inputs }: BatchShard): readonly Tensor[] {
  return inputs.map((array) => toTensor(`${caller}: inputs`, array));
}

/**
 * All-gather: joins the outputs of every replica's shard into those of the whole batch.
 *
 * @throws RangeError if the model does not return one output per input row.
 */
export function allGatherOutputs(
  { communicator, model }: ReplicaContext,
  shard: BatchShard,
  outputs: Tensor,
): NDArray<Float32Array> {
  const { rows, batchRows } = shard;
  const [outputRows, ...rowShape] = outputs.shape;
  if (outputRows !== rows)
    throw new RangeError(
      `replicas: ${model.name} must return one output per input row, got ${String(outputRows)} for ${String(rows)}`,
    );
  const width = outputs.size / rows;
  const data = new Float32Array(batchRows * width);
  putShard(shard, floatsOf(outputs), data);
  communicator.allReduce(data); // every row is 0 on all replicas except the one that computed it
  return { data, shape: [batchRows, ...rowShape] };
}
