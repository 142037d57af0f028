import { dispose, type Tensor } from "@tensorflow/tfjs-core";
import { floatsOf } from "@tensorloom/backend";
import type { NDArray } from "@tensorloom/data";
import { toTensor } from "../batch/batch.ts";
import { forward, forwardToLogits } from "../step/forward.ts";
import { keptLogits, type LogitsArray } from "../losses/logits.ts";
import type { Post } from "./replicaContext.ts";
import type { Share } from "./batchShard.ts";

/** What replicas answer: outputs, or what is before the final activation. */
export type Asked = "outputs" | "logits";

/** Predicts a share in inference mode; every replica gets the outputs, or the logits, of the whole batch. */
export function answerShare(who: string, post: Post, share: Share, asked: Asked): LogitsArray {
  const inputs = shareTensors(who, share);
  let own: Tensor | undefined;
  try {
    const { values, activation } = keptLogits(() =>
      asked === "logits"
        ? forwardToLogits(who, post.model, inputs, false)
        : { values: forward(who, post.model, inputs, false), activation: undefined },
    );
    own = values;
    return { values: gathered(post, share, values), activation };
  } finally {
    own?.dispose();
    dispose([...inputs]);
  }
}

/** A share's inputs as tensors; the caller disposes them. */
export function shareTensors(who: string, { inputs }: Share): readonly Tensor[] {
  return inputs.map((array) => toTensor(`${who}: inputs`, array));
}

/** The outputs of all rows, from each replica's own. */
export function gathered(
  { communicator, model }: Post,
  { from, rows, of, ghost }: Share,
  own: Tensor,
): NDArray<Float32Array> {
  const [got, ...row] = own.shape;
  if (got !== rows)
    throw new RangeError(
      `replicas: ${model.name} must give one output for each input row, got ${String(got)} for ${String(rows)}`,
    );
  const width = own.size / rows;
  const data = new Float32Array(of * width);
  if (!ghost) data.set(floatsOf(own), from * width);
  communicator.allReduce(data); // the others' rows are 0 here, and these are 0 there
  return { data, shape: [of, ...row] };
}
