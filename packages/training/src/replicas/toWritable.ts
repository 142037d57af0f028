import { engine, keep, type Tensor, tensor } from "@tensorflow/tfjs-core";
import { floatsOf } from "@tensorloom/backend";

/** A tensor whose numbers are no other tensor's, so that it can be written in place: the same one, or a copy in its place. */
export function toWritable(of: Tensor): Tensor {
  if (!isShared(of)) return of;
  const copy = keep(tensor(floatsOf(of).slice(), of.shape, "float32"));
  of.dispose();
  return copy;
}

function isShared({ dataId }: Tensor): boolean {
  return engine().backend.refCount(dataId) > 1;
}
