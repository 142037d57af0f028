import { engine, keep, type Tensor, tensor } from "@tensorflow/tfjs-core";
import { floatsOf } from "@tensorloom/backend";

/**
 * Returns a tensor that may be written in place: the same one, or a copy if others share its memory.
 *
 * Disposes the original if it returns a copy.
 */
export function toWritable(original: Tensor): Tensor {
  if (!isShared(original)) return original;
  const copy = keep(tensor(floatsOf(original).slice(), original.shape, "float32"));
  original.dispose();
  return copy;
}

function isShared({ dataId }: Tensor): boolean {
  return engine().backend.refCount(dataId) > 1;
}
