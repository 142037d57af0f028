import { dispose, keep, type Tensor, tidy } from "@tensorflow/tfjs-core";
import { floatsOf } from "@tensorloom/backend";
import type { NDArray } from "@tensorloom/data";
import { toTensor } from "../batch.ts";
import { forward } from "../forward.ts";
import type { Post } from "./post.ts";
import type { Share } from "./share.ts";

/** Predicts a share in inference mode; every replica gets the outputs of the whole batch. */
export function answerShare(who: string, post: Post, share: Share): NDArray<Float32Array> {
  const inputs = shareTensors(who, share);
  let own: Tensor | undefined;
  try {
    own = tidy(() => keep(forward(who, post.model, inputs, false)));
    return gathered(post, share, own);
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
