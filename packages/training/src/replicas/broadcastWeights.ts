import { dispose, tensor, tidy, type Variable, zeros } from "@tensorflow/tfjs-core";
import { floatsOf } from "@tensorloom/backend";
import type { Communicator } from "@tensorloom/distributed";
import type { Variables } from "../model/variables.ts";

/**
 * Gives every replica the weights of replica 0.
 *
 * They come in new tensors: tfjs's wasm backend keeps packed copies of matrices that it has multiplied by, and would not
 * see that one was written over.
 */
export function broadcastWeights(communicator: Communicator, variables: Variables): void {
  const list = [...variables.values()];
  if (communicator.rank === 0) {
    communicator.broadcast(list.map(floatsOf));
    return;
  }
  const fresh = list.map(({ shape }) => zeros(shape));
  communicator.broadcast(fresh.map(floatsOf));
  for (const [at, variable] of list.entries()) variable.assign(fresh[at]);
  dispose(fresh);
}

/** Replaces variables by their mean over replicas, each replica's by its part of the rows. */
export function allReduceMean(
  communicator: Communicator,
  variables: readonly Variable[],
  part: number,
): void {
  const parts = variables.map((variable) =>
    part === 0 ? new Float32Array(variable.size) : floatsOf(variable).map((value) => value * part),
  );
  communicator.allReduce(parts);
  tidy(() => {
    for (const [at, variable] of variables.entries()) variable.assign(tensor(parts[at], variable.shape));
  });
}
