import { dispose, keep, type NamedTensorMap, tidy, zeros } from "@tensorflow/tfjs-core";
import { findNonFiniteSync } from "@tensorloom/backend/internal";
import { floatsOf } from "@tensorloom/backend";
import { clipped } from "../step/clipGradients.ts";
import { owned } from "./toWritable.ts";
import type { TrainingPost } from "./replicaContext.ts";
import { shareWeights } from "./broadcastWeights.ts";

/**
 * Sums the gradients over all replicas and makes the update, the same on each. Takes over `gradients`.
 *
 * @returns The first variable whose gradient holds NaN or an infinity: then nothing has changed, on any replica.
 * @param names - The variables that have a gradient on replica 0; one that has none here counts as zeros.
 */
export function applyShare(
  post: TrainingPost,
  gradients: NamedTensorMap,
  names: readonly string[],
  rate: number,
): string | undefined {
  const { communicator, trainable, optimizer, clip } = post;
  const found = new Map(Object.entries(gradients));
  const summed: NamedTensorMap = {};
  try {
    for (const name of names) {
      const gradient = found.get(name);
      summed[name] = gradient === undefined ? keep(zeros(trainable.get(name)?.shape ?? [])) : owned(gradient);
    }
    communicator.allReduce(Object.values(summed).map(floatsOf));
    const odd = findNonFiniteSync(Object.values(summed)); // the same on each, since the sums are
    if (odd !== undefined) return names[odd];
    if (optimizer !== undefined) tidy(() => optimizer.apply(clipped(summed, clip), rate));
    return undefined;
  } finally {
    dispose([summed, gradients]);
  }
}

/** For an optimizer that replica 0 alone has: the weights that it made. */
export function takeWeights({ communicator, trainable }: TrainingPost): void {
  shareWeights(communicator, trainable);
}
