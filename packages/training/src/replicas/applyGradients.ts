import { dispose, keep, type NamedTensorMap, tidy, zeros } from "@tensorflow/tfjs-core";
import { findNonFiniteSync } from "@tensorloom/backend/internal";
import { floatsOf } from "@tensorloom/backend";
import { clipGradients } from "../step/clipGradients.ts";
import { toWritable } from "./toWritable.ts";
import type { TrainingReplicaContext } from "./replicaContext.ts";
import { broadcastWeights } from "./broadcastWeights.ts";

/**
 * Sums the gradients over all replicas and makes the update, the same on each. Takes over `gradients`.
 *
 * @returns The first variable whose gradient holds NaN or an infinity: then nothing has changed, on any replica.
 * @param names - The variables that have a gradient on replica 0; one that has none here counts as zeros.
 */
export function applyGradients(
  post: TrainingReplicaContext,
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
      summed[name] =
        gradient === undefined ? keep(zeros(trainable.get(name)?.shape ?? [])) : toWritable(gradient);
    }
    communicator.allReduce(Object.values(summed).map(floatsOf));
    const odd = findNonFiniteSync(Object.values(summed)); // the same on each, since the sums are
    if (odd !== undefined) return names[odd];
    if (optimizer !== undefined) tidy(() => optimizer.apply(clipGradients(summed, clip), rate));
    return undefined;
  } finally {
    dispose([summed, gradients]);
  }
}

/** For an optimizer that replica 0 alone has: the weights that it made. */
export function takeWeights({ communicator, trainable }: TrainingReplicaContext): void {
  broadcastWeights(communicator, trainable);
}
