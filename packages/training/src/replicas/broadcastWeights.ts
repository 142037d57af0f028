import type { Variables } from "@tensorloom/graph/internal";
import { dispose, tensor, tidy, type Variable, zeros } from "@tensorflow/tfjs-core";
import { floatsOf } from "@tensorloom/backend";
import { canOverwrite, overwrite } from "@tensorloom/backend/internal";
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

/** Replaces variables by their mean over the replicas, weighted by each replica's fraction of the rows; in place if it can. */
export function allReduceMean(
  communicator: Communicator,
  variables: readonly Variable[],
  fraction: number,
): void {
  const inPlace = variables.map(canOverwrite);
  const terms = variables.map((variable, at) => {
    const numbers = inPlace[at] ? overwrite(variable) : floatsOf(variable).slice();
    if (fraction === 0) return numbers.fill(0);
    for (let i = 0; i < numbers.length; i++) numbers[i] *= fraction;
    return numbers;
  });
  communicator.allReduce(terms);
  tidy(() => {
    for (const [at, variable] of variables.entries())
      if (!inPlace[at]) variable.assign(tensor(terms[at], variable.shape));
  });
}
