import { dispose, type Tensor } from "@tensorflow/tfjs-core";
import { floatsOf } from "@tensorloom/backend";
import type { NDArray } from "@tensorloom/data";
import { toTensor } from "../batch/batch.ts";
import { forward, forwardToLogits } from "../step/forward.ts";
import { keepLogits, type LogitsArray } from "../losses/logits.ts";
import type { ReplicaContext } from "./replicaContext.ts";
import type { BatchShard } from "./batchShard.ts";

/** What replicas answer: outputs, or what is before the final activation. */
export type OutputKind = "outputs" | "logits";

/** Predicts a share in inference mode; every replica gets the outputs, or the logits, of the whole batch. */
export function predictShard(
  caller: string,
  post: ReplicaContext,
  share: BatchShard,
  asked: OutputKind,
): LogitsArray {
  const inputs = shardTensors(caller, share);
  let own: Tensor | undefined;
  try {
    const { values, activation } = keepLogits(() =>
      asked === "logits"
        ? forwardToLogits(caller, post.model, inputs, false)
        : { values: forward(caller, post.model, inputs, false), activation: undefined },
    );
    own = values;
    return { values: allGatherOutputs(post, share, values), activation };
  } finally {
    own?.dispose();
    dispose([...inputs]);
  }
}

/** A share's inputs as tensors; the caller disposes them. */
export function shardTensors(caller: string, { inputs }: BatchShard): readonly Tensor[] {
  return inputs.map((array) => toTensor(`${caller}: inputs`, array));
}

/** The outputs of all rows, from each replica's own. */
export function allGatherOutputs(
  { communicator, model }: ReplicaContext,
  { start, rows, batchRows, padding }: BatchShard,
  own: Tensor,
): NDArray<Float32Array> {
  const [got, ...row] = own.shape;
  if (got !== rows)
    throw new RangeError(
      `replicas: ${model.name} must give one output for each input row, got ${String(got)} for ${String(rows)}`,
    );
  const width = own.size / rows;
  const data = new Float32Array(batchRows * width);
  if (!padding) data.set(floatsOf(own), start * width);
  communicator.allReduce(data); // the others' rows are 0 here, and these are 0 there
  return { data, shape: [batchRows, ...row] };
}
