import type { Variables } from "@tensorloom/graph/internal";
import { dispose, tensor, tidy, type Variable, zeros } from "@tensorflow/tfjs-core";
import { floatsOf } from "@tensorloom/backend";
import type { Communicator } from "@tensorloom/distributed";

/**
 * Copies the weights of rank 0 to every replica.
 *
 * Weights arrive in new tensors: tfjs's wasm backend caches packed copies of matrices that it has multiplied by, and
 * would not notice that a matrix was overwritten.
 */
export function broadcastWeights(communicator: Communicator, variables: Variables): void {
  const list = [...variables.values()];
  if (communicator.rank === 0) {
    communicator.broadcast(list.map(floatsOf));
    return;
  }
  const received = list.map(({ shape }) => zeros(shape));
  communicator.broadcast(received.map(floatsOf));
  for (const [at, variable] of list.entries()) variable.assign(received[at]);
  dispose(received);
}

/** Replaces variables by their mean over the replicas, weighted by each replica's fraction of the rows. */
export function allReduceMean(
  communicator: Communicator,
  variables: readonly Variable[],
  fraction: number,
): void {
  const terms = variables.map((variable) =>
    fraction === 0 ? new Float32Array(variable.size) : floatsOf(variable).map((value) => value * fraction),
  );
  communicator.allReduce(terms);
  tidy(() => {
    for (const [at, variable] of variables.entries()) variable.assign(tensor(terms[at], variable.shape));
  });
}
