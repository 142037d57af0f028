import { dispose, keep, type NamedTensorMap, tidy, zeros } from "@tensorflow/tfjs-core";
import { floatsOf } from "@tensorloom/backend";
import { findNonFiniteSync } from "@tensorloom/backend/internal";
import { clipGradients } from "../step/clipGradients.ts";
import type { TrainingReplicaContext } from "./replicaContext.ts";
import { toWritable } from "./toWritable.ts";

/**
 * All-reduces the gradients and updates the weights, identically on every replica.
 *
 * Disposes `gradients`.
 *
 * @param names - The variables that have a gradient on rank 0; a gradient that is missing here counts as zeros.
 * @param onGradients - Called with the sums, before clipping, if all are finite.
 * @returns The first variable whose gradient contains NaN or an infinity. Then no replica has changed anything.
 */
export function applyGradients(
  context: TrainingReplicaContext,
  gradients: NamedTensorMap,
  names: readonly string[],
  learningRate: number,
  onGradients?: (gradients: NamedTensorMap) => void,
): string | undefined {
  const { communicator, trainable, optimizer, clip } = context;
  const gradientsByName = new Map(Object.entries(gradients));
  const summed: NamedTensorMap = {};
  try {
    for (const name of names) {
      const gradient = gradientsByName.get(name);
      summed[name] =
        gradient === undefined ? keep(zeros(trainable.get(name)?.shape ?? [])) : toWritable(gradient);
    }
    communicator.allReduce(Object.values(summed).map(floatsOf));
    const nonFinite = findNonFiniteSync(Object.values(summed)); // the same on every replica, as the sums are
    if (nonFinite !== undefined) return names[nonFinite];
    onGradients?.(summed);
    if (optimizer !== undefined) tidy(() => optimizer.apply(clipGradients(summed, clip), learningRate));
    return undefined;
  } finally {
    dispose([summed, gradients]);
  }
}
